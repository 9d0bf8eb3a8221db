package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.winnow.scorers.SketchKey;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.DecoderSpec;

/**
 * A loaded decoder: weights, position tables and kernels in native memory. Weights are frozen; no
 * weight gradient is ever computed. Safe for many threads, each with its own manager.
 */
public final class Decoder implements AutoCloseable {
  private final PtNDManager manager;
  private final DecoderSpec spec;
  private final Kernels kernels;
  private final Weights weights;
  private final Places places;
  private final int logitBudget;
  private final Map<Integer, double[]> layerSquaredNorms = new ConcurrentHashMap<>();
  private final Map<SketchKey, Sketch> sketches = new ConcurrentHashMap<>();

  private Decoder(
      PtNDManager manager,
      DecoderSpec spec,
      Kernels kernels,
      Weights weights,
      Places places,
      int logitBudget) {
    this.logitBudget = logitBudget;
    this.spec = spec;
    this.manager = manager;
    this.kernels = kernels;
    this.weights = weights;
    this.places = places;
  }

  /**
   * Loads a checkpoint's weights.
   *
   * @param manager owns the native memory; ownership is taken, and it is closed if this fails
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
    try {
      TorchRuntime.prepareThread();
      DecoderSpec spec = checkpoint.decoder();
      Kernels kernels = Kernels.load(manager, spec, logitBudget, precision);
      Weights weights = Weights.load(manager, kernels, checkpoint);
      return new Decoder(
          manager, spec, kernels, weights, Places.of(manager, spec, positions), logitBudget);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /** A manager for one piece of work; the caller closes it. */
  PtNDManager newManager() {
    return (PtNDManager) manager.newSubManager();
  }

  Kernels kernels() {
    return kernels;
  }

  /** Number of layers. */
  int layers() {
    return spec.layers();
  }

  /** A layer's weights, see {@link Weights#layers}. */
  List<NDArray> layer(int layer) {
    return weights.layers().get(layer);
  }

  /** The signs of a sketch; computed once and kept as long as the decoder. */
  Sketch sketch(SketchKey key) {
    return sketches.computeIfAbsent(key, k -> Sketch.of(manager, weights.layers(), k));
  }

  /** Whether the output head is the embedding. */
  boolean isTied() {
    return spec.tiedEmbeddings();
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

  /**
   * Runs the decoder and keeps nothing.
   *
   * @param ids tokens, [samples, positions]
   * @return states after the last norm, [samples, positions, hidden]
   */
  NDArray forward(PtNDManager scratch, NDArray ids) {
    NDArray x = embed(scratch, ids);
    try (PtNDManager tables = newManager()) {
      List<NDList> byLayer = places(tables, (int) ids.getShape().get(1));
      for (int layer = 0; layer < byLayer.size(); layer++) {
        NDList outputs =
            kernels.call(
                scratch,
                "layer",
                Kernels.of(x),
                Kernels.of(byLayer.get(layer)),
                Kernels.of(layer(layer)));
        x.close();
        x = outputs.remove(0);
        outputs.close();
      }
    }
    NDArray hidden =
        kernels.call(scratch, "norm", Kernels.of(x), Kernels.of(weights.finalNorm())).get(0);
    x.close();
    return hidden;
  }

  /** The embedded tokens without a graph: ids [samples, positions], the result one axis more. */
  NDArray embed(PtNDManager scratch, NDArray ids) {
    return kernels.call(scratch, "embed", Kernels.of(ids), Kernels.of(weights.embedding())).get(0);
  }

  /** The gain of the last norm, [hidden]. */
  NDArray finalNorm() {
    return weights.finalNorm();
  }

  /** How many positions a layer sees, the own one included; empty if all before are seen. */
  OptionalInt window(int layer) {
    return spec.attention().layers().get(layer).window();
  }

  /** For each layer what single tokens at some positions know of them, see {@link Places#at}. */
  List<NDList> placesAt(PtNDManager scratch, long[] positions) {
    return places.at(scratch, kernels, positions);
  }

  /** For each layer what it knows of positions, see {@link Places#byLayer}. */
  List<NDList> places(PtNDManager scratch, int positions) {
    return places.byLayer(scratch, kernels, positions);
  }

  /** The embedded tokens, [samples, positions, hidden], in the manager of {@code ids}. */
  NDArray embedRecording(NDArray ids) {
    ids.setName("ids");
    return recording("embed", ids, new NDList(weights.embedding())).get(0);
  }

  /**
   * Runs some layers without a graph, the way that fits into one later.
   *
   * @param x their input, which stays open
   * @param from first layer
   * @param to behind the last one
   * @return their output, in the manager of {@code x}
   */
  NDArray advance(NDArray x, List<NDList> places, int from, int to) {
    NDArray next = x;
    for (int layer = from; layer < to; layer++) {
      NDList outputs = layer("layer", next, places, layer);
      if (layer > from) {
        next.close();
      }
      next = outputs.remove(0);
      outputs.close();
    }
    return next;
  }

  /**
   * Some layers with the graph between the projections' outputs and the end.
   *
   * @param manager owns the arrays
   * @param layers what each layer kept for the gradients
   * @param lastNormInput the output of the last layer, where these are the topmost layers
   * @param end the states after the last norm in the topmost layers, the last layer's output in
   *     others
   */
  record Recorded(
      PtNDManager manager, List<LayerTrace> layers, Optional<NDArray> lastNormInput, NDArray end) {}

  /**
   * Runs some layers and keeps the graph.
   *
   * @param manager takes the arrays over, {@code input} included
   * @param input of the first of these layers
   * @param from first layer
   * @param to behind the last one; the last norm follows if there are no more
   */
  Recorded record(
      PtNDManager manager,
      NDArray input,
      List<NDList> places,
      int from,
      int to,
      Recording recording) {
    input.attach(manager);
    input.setRequiresGradient(true);
    NDArray x = input;
    List<LayerTrace> traces = new ArrayList<>();
    for (int layer = from; layer < to; layer++) {
      NDList out = layer(recording.kernel, x, places, layer);
      traces.add(new LayerTrace(List.copyOf(out), outputs(out, recording)));
      x = out.get(0);
    }
    if (to < layers()) {
      return new Recorded(manager, traces, Optional.empty(), x);
    }
    x.setName("x");
    NDArray end = recording("norm", x, new NDList(weights.finalNorm())).get(0);
    return new Recorded(manager, traces, Optional.of(x), end);
  }

  private NDList layer(String kernel, NDArray x, List<NDList> places, int layer) {
    x.setName("x");
    NDList arguments = new NDList(places.get(layer));
    arguments.addAll(weights.layers().get(layer));
    return recording(kernel, x, arguments);
  }

  private NDList recording(String kernel, NDArray first, NDList others) {
    try (NDArray marker = first.getManager().zeros(new Shape(1))) {
      NDList arguments = new NDList(first);
      arguments.addAll(others);
      return kernels.recording(kernel, marker, arguments);
    }
  }

  /**
   * How many layers can be recorded at once.
   *
   * @param bytes that may be kept
   * @return from 1 to all layers
   */
  int layersAtOnce(long bytes, long samples, long positions) {
    long tokens = samples * positions;
    long attention = spec.attention().cap().isPresent() ? 3 * tokens * positions * spec.heads() : 0;
    // Counted in the kernel layer_all: what it returns, and what the graph keeps beside it.
    long values =
        tokens
                * (10L * spec.hiddenSize()
                    + 6L * spec.queryWidth()
                    + 2L * spec.keyValueWidth()
                    + 4L * spec.intermediateSize())
            + attention;
    return (int) Math.max(1, Math.min(layers(), bytes / (Float.BYTES * values)));
  }

  /** The numbers are those of the kernel {@code layer_all}. */
  private List<NDArray> outputs(NDList kept, Recording recording) {
    List<NDArray> outputs = new ArrayList<>(kept.subList(3, 7));
    if (recording == Recording.ALL) {
      outputs.addAll(kept.subList(9, 12));
      outputs.add(kept.get(1));
      outputs.add(kept.get(7));
      if (spec.form().headNorms()) {
        outputs.addAll(kept.subList(16, 18));
      }
      if (spec.form().outputNorms()) {
        outputs.addAll(kept.subList(18, 20));
      }
    }
    return List.copyOf(outputs);
  }

  @Override
  public void close() {
    kernels.close();
    manager.close();
  }
}
