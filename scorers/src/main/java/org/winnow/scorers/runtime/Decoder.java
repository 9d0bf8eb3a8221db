package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.DecoderSpec;

/**
 * A loaded decoder: weights, position tables and kernels in native memory. Weights are frozen; no
 * weight gradient is ever computed. Safe for many threads, each with its own manager.
 */
public final class Decoder implements AutoCloseable {
  private final PtNDManager manager;
  private final Kernels kernels;
  private final Weights weights;
  private final Places places;
  private final double headSquaredNorm;

  private Decoder(PtNDManager manager, Kernels kernels, Weights weights, Places places) {
    this.manager = manager;
    this.kernels = kernels;
    this.weights = weights;
    this.places = places;
    this.headSquaredNorm = kernels.number("squared_norm", Kernels.of(weights.head()));
  }

  /**
   * Loads a checkpoint's weights.
   *
   * @param manager owns the native memory; ownership is taken
   * @param positions longest sample, in tokens
   * @param logitBudget most logits that one thread holds at once
   */
  public static Decoder load(
      PtNDManager manager, Checkpoint checkpoint, int positions, int logitBudget) {
    TorchRuntime.prepareThread();
    DecoderSpec spec = checkpoint.decoder();
    Kernels kernels = Kernels.load(manager, spec, logitBudget);
    Weights weights = Weights.load(manager, kernels, checkpoint, Weights.MAX_MAPPED_BYTES);
    return new Decoder(manager, kernels, weights, Places.of(manager, spec, positions));
  }

  /** A manager for one piece of work; the caller closes it. */
  PtNDManager newManager() {
    return (PtNDManager) manager.newSubManager();
  }

  Kernels kernels() {
    return kernels;
  }

  NDArray head() {
    return weights.head();
  }

  /** Squared Frobenius norm of the output head, in float64. */
  double headSquaredNorm() {
    return headSquaredNorm;
  }

  /**
   * One forward pass.
   *
   * @param hidden states after the last norm, [samples, positions, hidden]
   * @param layers what each layer kept for the gradients; empty if gradients are not wanted
   */
  record Pass(NDArray hidden, List<LayerTrace> layers) {}

  /**
   * What the gradients of one layer's projections need.
   *
   * @param inputs the inputs of q/k/v and of o
   * @param outputs the outputs of q, k, v and o
   */
  record LayerTrace(List<NDArray> inputs, List<NDArray> outputs) {}

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
    return new Pass(hidden, List.of());
  }

  /**
   * Runs the decoder and keeps the graph between the projections' outputs and the hidden states.
   */
  Pass forwardRecording(PtNDManager scratch, NDArray ids) {
    int positions = (int) ids.getShape().get(1);
    NDArray marker = scratch.zeros(new Shape(1));
    ids.setName("ids");
    NDList embedding = new NDList(ids, weights.embedding());
    NDArray x = kernels.recording("embed", marker, embedding).get(0);
    x.setRequiresGradient(true);
    List<LayerTrace> traces = new ArrayList<>();
    List<NDList> byLayer = places.byLayer(scratch, kernels, positions);
    for (int layer = 0; layer < byLayer.size(); layer++) {
      x.setName("x");
      NDList arguments = new NDList(x);
      arguments.addAll(byLayer.get(layer));
      arguments.addAll(weights.layers().get(layer));
      NDList out = kernels.recording("layer", marker, arguments);
      traces.add(new LayerTrace(List.copyOf(out.subList(1, 3)), List.copyOf(out.subList(3, 7))));
      x = out.get(0);
    }
    x.setName("x");
    NDList out = kernels.recording("norm", marker, new NDList(x, weights.finalNorm()));
    return new Pass(out.get(0), traces);
  }

  private NDArray embed(PtNDManager scratch, NDArray ids) {
    return kernels.call(scratch, "embed", Kernels.of(ids), Kernels.of(weights.embedding())).get(0);
  }

  /**
   * Gradients at the projections' outputs.
   *
   * @param hiddenGradient gradient of the sum of the samples' losses at {@link Pass#hidden}
   * @return for each layer the gradients at the outputs of q, k, v and o
   */
  List<List<NDArray>> backward(PtNDManager scratch, Pass pass, NDArray hiddenGradient) {
    List<NDArray> outputs = new ArrayList<>();
    pass.layers().forEach(layer -> outputs.addAll(layer.outputs()));
    NDList gradients =
        kernels.call(
            scratch,
            "gradients",
            Kernels.of(pass.hidden()),
            Kernels.of(outputs),
            Kernels.of(hiddenGradient));
    List<List<NDArray>> byLayer = new ArrayList<>();
    for (int at = 0; at < gradients.size(); at += 4) {
      byLayer.add(List.copyOf(gradients.subList(at, at + 4)));
    }
    return byLayer;
  }

  @Override
  public void close() {
    kernels.close();
    manager.close();
  }
}
