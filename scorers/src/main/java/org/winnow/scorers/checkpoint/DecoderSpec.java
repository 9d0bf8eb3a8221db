package org.winnow.scorers.checkpoint;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One decoder-only transformer, described by numbers: pre-norm RMSNorm, rotary positions, grouped
 * key-value heads, SwiGLU. Every supported family is a value of this record.
 *
 * @param modelType the {@code model_type} of config.json
 * @param vocabularySize rows of the embedding and of the output head
 * @param hiddenSize width of the residual stream
 * @param intermediateSize width of the feed-forward layer
 * @param layers number of decoder layers
 * @param heads number of query heads
 * @param keyValueHeads number of key and value heads; divides {@code heads}
 * @param headDim width of one head
 * @param inputBias whether q, k and v have a bias
 * @param outputBias whether o has a bias
 * @param mlpBias whether the feed-forward projections have a bias
 * @param tiedEmbeddings whether the output head is the embedding
 * @param rmsEps the term that keeps RMSNorm finite
 * @param maxPositions longest context the model is made for, in tokens
 * @param rope rotary positions
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
    boolean inputBias,
    boolean outputBias,
    boolean mlpBias,
    boolean tiedEmbeddings,
    double rmsEps,
    int maxPositions,
    RopeSpec rope) {
  /** Name of the embedding matrix. */
  public static final String EMBEDDING = "model.embed_tokens.weight";

  /** Name of the gain of the last norm. */
  public static final String FINAL_NORM = "model.norm.weight";

  private static final String OUTPUT_HEAD = "lm_head.weight";

  /** Name of the matrix that turns hidden states into logits. */
  public String outputHead() {
    return tiedEmbeddings ? EMBEDDING : OUTPUT_HEAD;
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
   * Names of one layer's tensors in the order in which the layer kernel takes them; an empty name
   * stands for a bias that this model does not have.
   */
  public List<String> layerTensors(int layer) {
    String at = "model.layers." + layer + ".";
    return List.of(
        at + "input_layernorm.weight",
        at + "self_attn.q_proj.weight",
        at + "self_attn.k_proj.weight",
        at + "self_attn.v_proj.weight",
        at + "self_attn.o_proj.weight",
        at + "post_attention_layernorm.weight",
        at + "mlp.gate_proj.weight",
        at + "mlp.up_proj.weight",
        at + "mlp.down_proj.weight",
        inputBias ? at + "self_attn.q_proj.bias" : "",
        inputBias ? at + "self_attn.k_proj.bias" : "",
        inputBias ? at + "self_attn.v_proj.bias" : "",
        outputBias ? at + "self_attn.o_proj.bias" : "",
        mlpBias ? at + "mlp.gate_proj.bias" : "",
        mlpBias ? at + "mlp.up_proj.bias" : "",
        mlpBias ? at + "mlp.down_proj.bias" : "");
  }

  /** Every tensor that the weights must hold, with its shape, in the order of the model. */
  public Map<String, List<Long>> tensors() {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    long hidden = hiddenSize;
    long wide = intermediateSize;
    long query = queryWidth();
    long keyValue = keyValueWidth();
    List<List<Long>> perLayer =
        List.of(
            List.of(hidden),
            List.of(query, hidden),
            List.of(keyValue, hidden),
            List.of(keyValue, hidden),
            List.of(hidden, query),
            List.of(hidden),
            List.of(wide, hidden),
            List.of(wide, hidden),
            List.of(hidden, wide),
            List.of(query),
            List.of(keyValue),
            List.of(keyValue),
            List.of(hidden),
            List.of(wide),
            List.of(wide),
            List.of(hidden));
    shapes.put(EMBEDDING, List.of((long) vocabularySize, hidden));
    for (int layer = 0; layer < layers; layer++) {
      List<String> names = layerTensors(layer);
      for (int i = 0; i < names.size(); i++) {
        if (!names.get(i).isEmpty()) {
          shapes.put(names.get(i), perLayer.get(i));
        }
      }
    }
    shapes.put(FINAL_NORM, List.of(hidden));
    shapes.put(outputHead(), List.of((long) vocabularySize, hidden));
    return shapes;
  }
}
