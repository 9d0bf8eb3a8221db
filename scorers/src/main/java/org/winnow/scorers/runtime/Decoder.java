package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.DecoderSpec;
import org.winnow.scorers.checkpoint.LayerForm;

/**
 * A loaded decoder: weights, position tables and kernels in native memory. Weights are frozen; no
 * weight gradient is ever computed. Safe for many threads, each with its own manager.
 */
public final class Decoder implements AutoCloseable {
  private final PtNDManager manager;
  private final LayerForm form;
  private final boolean tied;
  private final Kernels kernels;
  private final Weights weights;
  private final Places places;
  private final int logitBudget;
  private final Map<Integer, double[]> layerSquaredNorms = new ConcurrentHashMap<>();
  private final Map<Sketch.Key, Sketch> sketches = new ConcurrentHashMap<>();

  private Decoder(
      PtNDManager manager,
      DecoderSpec spec,
      Kernels kernels,
      Weights weights,
      Places places,
      int logitBudget) {
    this.logitBudget = logitBudget;
    this.form = spec.form();
    this.tied = spec.tiedEmbeddings();
    this.manager = manager;
    this.kernels = kernels;
    this.weights = weights;
    this.places = places;
  }

  /**
   * Loads a checkpoint's weights.
   *
   * @param manager owns the native memory; ownership is taken
   * @param positions longest sample, in tokens
   * @param logitBudget most logits that one thread holds at once
   * @param precision of the matrix products
   */
  public static Decoder load(
      PtNDManager manager,
      Checkpoint checkpoint,
      int positions,
      int logitBudget,
      Precision precision) {
    TorchRuntime.prepareThread();
    DecoderSpec spec = checkpoint.decoder();
    Kernels kernels = Kernels.load(manager, spec, logitBudget, precision);
    Weights weights = Weights.load(manager, kernels, checkpoint, Weights.MAX_MAPPED_BYTES);
    return new Decoder(
        manager, spec, kernels, weights, Places.of(manager, spec, positions), logitBudget);
  }

  /** A manager for one piece of work; the caller closes it. */
  PtNDManager newManager() {
    return (PtNDManager) manager.newSubManager();
  }

  Kernels kernels() {
    return kernels;
  }

  /** A layer's weights, see {@link Weights#layers}. */
  List<NDArray> layer(int layer) {
    return weights.layers().get(layer);
  }

  /** The signs of a sketch; computed once and kept as long as the decoder. */
  Sketch sketch(Sketch.Key key) {
    return sketches.computeIfAbsent(key, k -> Sketch.of(manager, weights.layers(), k));
  }

  /** Whether the output head is the embedding. */
  boolean isTied() {
    return tied;
  }

  NDArray head() {
    return weights.head();
  }

  /** Most logits that one thread holds at once. */
  int logitBudget() {
    return logitBudget;
  }

  /** Squared Frobenius norm of the output head as it is stored, in float64. */
  double headSquaredNorm() {
    return weights.headSquaredNorm();
  }

  /**
   * Squared Frobenius norms of q, k, v, o, gate, up and down of a layer, in float64; computed once
   * and kept as long as the decoder.
   */
  double[] squaredNorms(int layer) {
    return layerSquaredNorms
        .computeIfAbsent(
            layer,
            l ->
                IntStream.of(1, 2, 3, 4, 6, 7, 8)
                    .mapToObj(layer(l)::get)
                    .mapToDouble(weight -> kernels.number("squared_norm", Kernels.of(weight)))
                    .toArray())
        .clone();
  }

  /** Which gradients a pass is recorded for. */
  enum Recording {
    /** None. */
    NOTHING("layer"),
    /** Of q, k, v and o in every layer. */
    PROJECTIONS("layer"),
    /** Of every parameter. */
    ALL("layer_all");

    private final String kernel;

    Recording(String kernel) {
      this.kernel = kernel;
    }
  }

  /**
   * One forward pass.
   *
   * @param embedded the embedded tokens, [samples, positions, hidden]; the hidden states where
   *     nothing is recorded
   * @param last input of the last norm, likewise
   * @param hidden states after the last norm, [samples, positions, hidden]
   * @param recording what it was recorded for
   * @param layers what each layer kept for the gradients; empty if nothing was recorded
   */
  record Pass(
      NDArray embedded,
      NDArray last,
      NDArray hidden,
      Recording recording,
      List<LayerTrace> layers) {}

  /**
   * What the gradients of one layer need.
   *
   * @param kept all that the layer's kernel returns
   * @param outputs the tensors whose gradients are wanted: the outputs of q, k, v and o, and what
   *     the kernel {@code layer_square} asks for where all parameters are wanted
   */
  record LayerTrace(List<NDArray> kept, List<NDArray> outputs) {
    /** The inputs of q/k/v and of o. */
    List<NDArray> inputs() {
      return kept.subList(1, 3);
    }
  }

  /** Runs the decoder and keeps nothing. */
  Pass forward(PtNDManager scratch, NDArray ids) {
    int positions = (int) ids.getShape().get(1);
    NDArray x = embed(scratch, ids);
    try (PtNDManager tables = newManager()) {
      List<NDList> byLayer = places.byLayer(tables, kernels, positions);
      for (int layer = 0; layer < byLayer.size(); layer++) {
        NDList outputs =
            kernels.call(
                scratch,
                "layer",
                Kernels.of(x),
                Kernels.of(byLayer.get(layer)),
                Kernels.of(weights.layers().get(layer)));
        x.close();
        x = outputs.remove(0);
        outputs.close();
      }
    }
    NDArray hidden =
        kernels.call(scratch, "norm", Kernels.of(x), Kernels.of(weights.finalNorm())).get(0);
    x.close();
    return new Pass(hidden, hidden, hidden, Recording.NOTHING, List.of());
  }

  /**
   * Runs the decoder and keeps the graph between the projections' outputs and the hidden states.
   */
  Pass forwardRecording(PtNDManager scratch, NDArray ids, Recording recording) {
    int positions = (int) ids.getShape().get(1);
    NDArray marker = scratch.zeros(new Shape(1));
    ids.setName("ids");
    NDList embedding = new NDList(ids, weights.embedding());
    NDArray embedded = kernels.recording("embed", marker, embedding).get(0);
    embedded.setRequiresGradient(true);
    NDArray x = embedded;
    List<LayerTrace> traces = new ArrayList<>();
    List<NDList> byLayer = places.byLayer(scratch, kernels, positions);
    for (int layer = 0; layer < byLayer.size(); layer++) {
      x.setName("x");
      NDList arguments = new NDList(x);
      arguments.addAll(byLayer.get(layer));
      arguments.addAll(weights.layers().get(layer));
      NDList out = kernels.recording(recording.kernel, marker, arguments);
      traces.add(new LayerTrace(List.copyOf(out), outputs(out, recording)));
      x = out.get(0);
    }
    x.setName("x");
    NDList out = kernels.recording("norm", marker, new NDList(x, weights.finalNorm()));
    return new Pass(embedded, x, out.get(0), recording, traces);
  }

  /** The numbers are those of the kernel {@code layer_all}. */
  private List<NDArray> outputs(NDList kept, Recording recording) {
    List<NDArray> outputs = new ArrayList<>(kept.subList(3, 7));
    if (recording == Recording.ALL) {
      outputs.addAll(kept.subList(9, 12));
      outputs.add(kept.get(1));
      outputs.add(kept.get(7));
      if (form.headNorms()) {
        outputs.addAll(kept.subList(16, 18));
      }
      if (form.outputNorms()) {
        outputs.addAll(kept.subList(18, 20));
      }
    }
    return List.copyOf(outputs);
  }

  private NDArray embed(PtNDManager scratch, NDArray ids) {
    return kernels.call(scratch, "embed", Kernels.of(ids), Kernels.of(weights.embedding())).get(0);
  }

  /**
   * What a backward pass gives.
   *
   * @param hidden the gradient that it started from
   * @param embedded gradient at {@link Pass#embedded}; meaningless unless all were recorded
   * @param layers for each layer the gradients at {@link LayerTrace#outputs}
   */
  record Gradients(NDArray hidden, NDArray embedded, List<List<NDArray>> layers) {}

  /**
   * Gradients at the recorded tensors.
   *
   * @param hiddenGradient gradient of the sum of the samples' losses at {@link Pass#hidden}
   */
  Gradients backward(PtNDManager scratch, Pass pass, NDArray hiddenGradient) {
    List<NDArray> outputs = new ArrayList<>();
    pass.layers().forEach(layer -> outputs.addAll(layer.outputs()));
    if (pass.recording() == Recording.ALL) {
      outputs.add(pass.embedded());
    }
    NDList gradients =
        kernels.call(
            scratch,
            "gradients",
            Kernels.of(pass.hidden()),
            Kernels.of(outputs),
            Kernels.of(hiddenGradient));
    List<List<NDArray>> byLayer = new ArrayList<>();
    int perLayer = pass.layers().get(0).outputs().size();
    for (int layer = 0; layer < pass.layers().size(); layer++) {
      byLayer.add(List.copyOf(gradients.subList(layer * perLayer, (layer + 1) * perLayer)));
    }
    return new Gradients(
        hiddenGradient,
        pass.recording() == Recording.ALL ? gradients.get(gradients.size() - 1) : hiddenGradient,
        byLayer);
  }

  @Override
  public void close() {
    kernels.close();
    manager.close();
  }
}
