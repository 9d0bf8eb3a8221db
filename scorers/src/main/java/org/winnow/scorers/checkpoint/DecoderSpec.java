package org.winnow.scorers.checkpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One decoder-only transformer, described by numbers: RMSNorm, rotary positions, grouped key-value
 * heads, a gated feed-forward layer. Every supported family is a value of this record.
 *
 * @param modelType the {@code model_type} of config.json
 * @param vocabularySize rows of the embedding and of the output head
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width of the feed-forward layer
 * @param layers number of decoder layers
 * @param heads number of query heads
 * @param keyValueHeads number of key and value heads; divides {@code heads}
 * @param headDim width of one head
 * @param tiedEmbeddings whether the output head is the embedding
 * @param rmsEps the term that keeps RMSNorm finite
 * @param maxPositions longest context that the model is run in, in tokens: what the model is made
 *     for, or the part of it where one set of rotary frequencies holds
 * @param rope rotary positions
 * @param attention scale, cap and windows of attention
 * @param form what a layer is made of
 * @param embeddingScale what embeddings are multiplied by on their way in
 * @param logitCap c, where a logit z becomes {@code c tanh(z / c)}; empty if logits are used as
 *     they are
 */
public record DecoderSpec(
    String modelType,
    int vocabularySize,
    int hiddenSize,
    int intermediateSize,
    int layers,
    int heads,
    int keyValueHeads,
    int headDim,
    boolean tiedEmbeddings,
    double rmsEps,
    int maxPositions,
    RopeSpec rope,
    AttentionSpec attention,
    LayerForm form,
    double embeddingScale,
    OptionalDouble logitCap) {
  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final String OUTPUT_HEAD = "lm_head.weight";

  /** The embedding matrix, [vocabulary, hidden]. */
  public TensorRows embedding() {
    return TensorRows.whole(EMBEDDING, vocabularySize, hiddenSize);
  }

  /** The gain of the last norm, [hidden]. */
  public TensorRows finalNorm() {
    return TensorRows.whole("model.norm.weight", hiddenSize).plus(form.gainOffset());
  }

  /** The matrix that turns hidden states into logits, [vocabulary, hidden]. */
  public TensorRows outputHead() {
    return tiedEmbeddings ? embedding() : TensorRows.whole(OUTPUT_HEAD, vocabularySize, hiddenSize);
  }

  /** The same decoder with its embedding in place of an output head. */
  DecoderSpec withTiedEmbeddings() {
    return new DecoderSpec(
        modelType,
        vocabularySize,
        hiddenSize,
        intermediateSize,
        layers,
        heads,
        keyValueHeads,
        headDim,
        true,
        rmsEps,
        maxPositions,
        rope,
        attention,
        form,
        embeddingScale,
        logitCap);
  }

  /** Width of all query heads together. */
  public int queryWidth() {
    return heads * headDim;
  }

  /** Width of all key heads together. */
  public int keyValueWidth() {
    return keyValueHeads * headDim;
  }

  /**
   * One layer's tensors in the order in which the layer kernel takes them: the norm before
   * attention; q, k, v, o; the norm before the feed-forward layer; gate, up, down; the biases of
   * those seven; the norms of the heads' queries and keys; the norms of the outputs of attention
   * and feed-forward. What this model does not have is empty.
   */
  public List<Optional<TensorRows>> layerTensors(int layer) {
    return new LayerTensors(this, layer).inOrder();
  }

  /** Every tensor that the weights must hold, with its shape, in the order of the model. */
  public Map<String, List<Long>> tensors() {
    List<TensorRows> all = new ArrayList<>();
    all.add(embedding());
    for (int layer = 0; layer < layers; layer++) {
      layerTensors(layer).forEach(rows -> rows.ifPresent(all::add));
    }
    all.add(finalNorm());
    all.add(outputHead());
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    for (TensorRows rows : all) {
      List<Long> shape = new ArrayList<>(rows.shape());
      shape.set(0, rows.firstRow() + shape.get(0));
      // Arrays that share a stored tensor come in the order of its rows: the last has its shape.
      shapes.put(rows.tensor(), List.copyOf(shape));
    }
    return shapes;
  }
}
