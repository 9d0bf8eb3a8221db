package org.winnow.scorers.checkpoint;

import java.util.List;
import java.util.Optional;

/** Names and shapes of the tensors of one layer. */
final class LayerTensors {
  private final DecoderSpec decoder;
  private final LayerForm form;
  private final String at;

  LayerTensors(DecoderSpec decoder, int layer) {
    this.decoder = decoder;
    this.form = decoder.form();
    this.at = "model.layers." + layer + ".";
  }

  /** In the order of {@link DecoderSpec#layerTensors}. */
  List<Optional<TensorRows>> inOrder() {
    long hidden = decoder.hiddenSize();
    long wide = decoder.intermediateSize();
    long query = decoder.queryWidth();
    long keyValue = decoder.keyValueWidth();
    boolean headNorms = form.headNorms();
    boolean outputNorms = form.outputNorms();
    String beforeMlp = outputNorms ? "pre_feedforward_layernorm" : "post_attention_layernorm";
    return List.of(
        gain("input_layernorm", true, hidden),
        Optional.of(input("q", 0, query)),
        Optional.of(input("k", query, keyValue)),
        Optional.of(input("v", query + keyValue, keyValue)),
        Optional.of(TensorRows.whole(at + "self_attn.o_proj.weight", hidden, query)),
        gain(beforeMlp, true, hidden),
        Optional.of(mlp("gate", 0)),
        Optional.of(mlp("up", wide)),
        Optional.of(TensorRows.whole(at + "mlp.down_proj.weight", hidden, wide)),
        bias("self_attn.q_proj", form.inputBias(), query),
        bias("self_attn.k_proj", form.inputBias(), keyValue),
        bias("self_attn.v_proj", form.inputBias(), keyValue),
        bias("self_attn.o_proj", form.outputBias(), hidden),
        bias("mlp.gate_proj", form.mlpBias(), wide),
        bias("mlp.up_proj", form.mlpBias(), wide),
        bias("mlp.down_proj", form.mlpBias(), hidden),
        gain("self_attn.q_norm", headNorms, decoder.headDim()),
        gain("self_attn.k_norm", headNorms, decoder.headDim()),
        gain("post_attention_layernorm", outputNorms, hidden),
        gain("post_feedforward_layernorm", outputNorms, hidden));
  }

  private TensorRows input(String projection, long firstFusedRow, long rows) {
    return form.fusedProjections()
        ? TensorRows.from(
            at + "self_attn.qkv_proj.weight", firstFusedRow, rows, decoder.hiddenSize())
        : TensorRows.whole(
            at + "self_attn." + projection + "_proj.weight", rows, decoder.hiddenSize());
  }

  private TensorRows mlp(String projection, long firstFusedRow) {
    long rows = decoder.intermediateSize();
    return form.fusedProjections()
        ? TensorRows.from(at + "mlp.gate_up_proj.weight", firstFusedRow, rows, decoder.hiddenSize())
        : TensorRows.whole(at + "mlp." + projection + "_proj.weight", rows, decoder.hiddenSize());
  }

  private Optional<TensorRows> gain(String norm, boolean present, long width) {
    return present
        ? Optional.of(TensorRows.whole(at + norm + ".weight", width).plus(form.gainOffset()))
        : Optional.empty();
  }

  private Optional<TensorRows> bias(String projection, boolean present, long width) {
    return present
        ? Optional.of(TensorRows.whole(at + projection + ".bias", width))
        : Optional.empty();
  }
}
