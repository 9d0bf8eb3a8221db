package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.winnow.scorers.DeviceChoice;
import org.winnow.scorers.Projection;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.DecoderSpec;
import org.winnow.scorers.text.EncodedSample;

/**
 * The scores of a Llama by the published procedure: one sample for each forward and backward,
 * weight gradients of every q, k, v, o and of the output head, whole singular value decompositions.
 * Slow and obvious: tests hold the engine against it and benchmarks compare with it; nothing else
 * uses it. One thread at a time.
 */
public final class NaiveTwin implements AutoCloseable {
  private static final double LEARNING_RATE = 1e-5;

  /** What a Llama has of the arrays of a layer. */
  private static final int TENSORS_PER_LAYER = 16;

  private final PtNDManager manager;
  private final Kernels naive;
  private final List<NDArray> tables;
  private final NDList ends;
  private final NDList weights = new NDList();
  private final List<NDArray> differentiated = new ArrayList<>();

  /** Loads a checkpoint a second time, with weights that require gradients. */
  public NaiveTwin(Checkpoint checkpoint, int positions) {
    manager = TorchRuntime.newManager(DeviceChoice.CPU);
    TorchRuntime.prepareThread();
    DecoderSpec spec = checkpoint.decoder();
    Map<String, Number> attributes =
        Map.of(
            "heads", spec.heads(),
            "key_value_heads", spec.keyValueHeads(),
            "head_dim", spec.headDim(),
            "rms_eps", spec.rmsEps());
    naive = Kernels.load(manager, "naive.py", "Naive", attributes);
    Kernels kernels = Kernels.load(manager, spec, 1 << 20, Precision.FLOAT32);
    Weights loaded = Weights.load(manager, kernels, checkpoint);
    float[][] angles = spec.rope().angles(positions);
    tables =
        List.of(
            Places.table(manager, angles, StrictMath::cos),
            Places.table(manager, angles, StrictMath::sin));
    NDArray head = loaded.head().duplicate();
    ends = named("ends[]", loaded.embedding(), loaded.finalNorm(), head);
    for (NDList layer : loaded.layers()) {
      weights.addAll(layer.subList(0, TENSORS_PER_LAYER));
      differentiated.addAll(layer.subList(1, 5));
    }
    differentiated.add(head);
    differentiated.forEach(weight -> weight.setRequiresGradient(true));
  }

  /**
   * The scores of one sample.
   *
   * @param loss mean cross-entropy in nats
   * @param don norm of the output head after one step, minus before
   * @param nod norm of the step
   * @param singularValues [layer][projection][values]
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Result(double loss, double don, double nod, double[][][] singularValues) {}

  /** Scores one sample. */
  public Result score(EncodedSample sample) {
    try (PtNDManager scratch = (PtNDManager) manager.newSubManager()) {
      NDArray loss = loss(scratch, sample);
      NDList gradients =
          naive.call(scratch, "gradients", Kernels.of(loss), Kernels.of(differentiated));
      double[] norms = stepNorms(scratch, gradients.get(gradients.size() - 1));
      return new Result(
          loss.toFloatArray()[0], norms[1] - norms[0], norms[2], decompose(scratch, gradients));
    }
  }

  /**
   * The weight gradients of one sample.
   *
   * @return double[matrix][output][input]; q, k, v and o of the first layer, then of the next
   */
  public double[][][] gradients(EncodedSample sample) {
    try (PtNDManager scratch = (PtNDManager) manager.newSubManager()) {
      NDList gradients =
          naive.call(
              scratch, "gradients", Kernels.of(loss(scratch, sample)), Kernels.of(differentiated));
      double[][][] matrices = new double[gradients.size() - 1][][];
      for (int i = 0; i < matrices.length; i++) {
        float[] flat = gradients.get(i).toFloatArray();
        int outputs = (int) gradients.get(i).getShape().get(0);
        int inputs = flat.length / outputs;
        matrices[i] = new double[outputs][inputs];
        for (int n = 0; n < flat.length; n++) {
          matrices[i][n / inputs][n % inputs] = flat[n];
        }
      }
      return matrices;
    }
  }

  private NDArray loss(PtNDManager scratch, EncodedSample sample) {
    int[] scored = sample.scoredPositions();
    long[] rows = new long[scored.length];
    long[] gold = new long[scored.length];
    for (int i = 0; i < scored.length; i++) {
      rows[i] = scored[i] - 1L;
      gold[i] = sample.ids()[scored[i]];
    }
    NDList arguments = new NDList();
    arguments.addAll(named("ids", scratch.create(sample.ids()).duplicate()));
    arguments.addAll(named("rows", scratch.create(rows).duplicate()));
    arguments.addAll(named("gold", scratch.create(gold).duplicate()));
    for (NDArray table : tables) {
      NDArray part = table.get("0:" + sample.length());
      part.attach(scratch);
      arguments.addAll(named("rope[]", part));
    }
    arguments.addAll(ends);
    arguments.addAll(weights);
    return naive.recording("loss", scratch.zeros(new Shape(1)), arguments).get(0);
  }

  private double[] stepNorms(PtNDManager scratch, NDArray gradient) {
    return naive
        .call(
            scratch,
            "step_norms",
            Kernels.of(ends.get(2)),
            Kernels.of(gradient),
            IValue.from(LEARNING_RATE))
        .get(0)
        .toDoubleArray();
  }

  private double[][][] decompose(PtNDManager scratch, NDList gradients) {
    int projections = Projection.values().length;
    double[][][] values = new double[weights.size() / TENSORS_PER_LAYER][projections][];
    for (int i = 0; i < gradients.size() - 1; i++) {
      values[i / projections][i % projections] =
          naive
              .call(scratch, "singular_values", Kernels.of(gradients.get(i)))
              .get(0)
              .toDoubleArray();
    }
    return values;
  }

  private static NDList named(String name, NDArray... arrays) {
    for (NDArray array : arrays) {
      array.setName(name);
    }
    return new NDList(arrays);
  }

  @Override
  public void close() {
    naive.close();
    manager.close();
  }
}
