package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.winnow.scorers.checkpoint.SafetensorsWriter;
import org.winnow.scorers.checkpoint.TensorFile;
import org.winnow.scorers.checkpoint.TensorRows;

/**
 * Trains a decoder by AdamW (Loshchilov and Hutter, 2019), one step at a time. Micro-batches of a
 * step are computed at once and added up in their order, so that the number of threads changes no
 * bit. Weight decay applies to matrices only.
 */
public final class AdamW implements AutoCloseable {
  private static final double BETA_1 = 0.9;
  private static final double BETA_2 = 0.999;
  private static final double EPSILON = 1e-8;

  /** Keeps the factor of clipping finite, as the common implementations have it. */
  private static final double CLIP_EPSILON = 1e-6;

  private final TrainableDecoder decoder;
  private final ModelWorkers workers;
  private final int parallel;
  private final PtNDManager manager;
  private final List<NDArray> means = new ArrayList<>();
  private final List<NDArray> squares = new ArrayList<>();
  private long steps;

  /**
   * An optimiser at its start.
   *
   * @param decoder what is trained; stays the caller's
   * @param workers threads; stay the caller's
   * @param parallel micro-batches that are computed at once
   */
  public AdamW(TrainableDecoder decoder, ModelWorkers workers, int parallel) {
    this.decoder = decoder;
    this.workers = workers;
    this.parallel = parallel;
    this.manager = decoder.newManager();
    for (Parameter parameter : decoder.parameters()) {
      Shape shape = parameter.value().getShape();
      means.add(manager.zeros(shape));
      squares.add(manager.zeros(shape));
    }
  }

  /** Steps that were taken. */
  public long steps() {
    return steps;
  }

  /**
   * How a step goes.
   *
   * @param rate learning rate, from 0
   * @param weightDecay from 0
   * @param maxGradientNorm a gradient of a larger norm is scaled down to it; more than 0
   */
  public record Settings(double rate, double weightDecay, double maxGradientNorm) {}

  /**
   * What a step found before it changed the weights.
   *
   * @param loss mean cross-entropy of the scored tokens, in nats
   * @param gradientNorm Euclidean norm of its gradient, before clipping
   */
  public record Outcome(double loss, double gradientNorm) {}

  /** Takes one step on the mean loss of all scored tokens of some micro-batches. */
  public Outcome step(List<MicroBatch> batches, Settings settings) {
    long tokens =
        batches.stream()
            .flatMap(batch -> batch.items().stream())
            .mapToLong(item -> item.sample().responseTokens())
            .sum();
    try (PtNDManager scratch = decoder.newManager()) {
      NDList sums = new NDList();
      double loss = 0;
      for (int from = 0; from < batches.size(); from += parallel) {
        List<MicroBatch> some = batches.subList(from, Math.min(batches.size(), from + parallel));
        for (TrainableDecoder.Part part : parts(scratch, some, tokens)) {
          loss += part.loss();
          if (sums.isEmpty()) {
            sums.addAll(part.gradients());
          } else {
            decoder.kernels().test("add_up", Kernels.of(sums), Kernels.of(part.gradients()));
            part.gradients().close();
          }
        }
      }
      double norm = Math.sqrt(decoder.kernels().number("squared_norm_of", Kernels.of(sums)));
      if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
        throw new IllegalStateException(
            "step " + (steps + 1) + ": loss " + loss + ", gradient norm " + norm);
      }
      double factor = Math.min(1, settings.maxGradientNorm() / (norm + CLIP_EPSILON));
      if (factor < 1) {
        decoder.kernels().test("scale", Kernels.of(sums), IValue.from(factor));
      }
      steps++;
      update(sums, settings);
      return new Outcome(loss / tokens, norm);
    }
  }

  private List<TrainableDecoder.Part> parts(
      PtNDManager scratch, List<MicroBatch> batches, long tokens) {
    List<Callable<TrainableDecoder.Part>> tasks = new ArrayList<>();
    batches.forEach(batch -> tasks.add(() -> decoder.part(scratch, batch, tokens)));
    return workers.runAll(tasks);
  }

  private void update(NDList gradients, Settings settings) {
    List<Parameter> parameters = decoder.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      decoder
          .kernels()
          .test(
              "adamw",
              Kernels.of(parameters.get(i).value()),
              Kernels.of(gradients.get(i)),
              Kernels.of(means.get(i)),
              Kernels.of(squares.get(i)),
              IValue.from(settings.rate()),
              IValue.from(parameters.get(i).isMatrix() ? settings.weightDecay() : 0.0),
              IValue.from(BETA_1),
              IValue.from(BETA_2),
              IValue.from(EPSILON),
              IValue.from(1 - Math.pow(BETA_1, steps)),
              IValue.from(1 - Math.pow(BETA_2, steps)));
    }
  }

  /**
   * Makes sure that training has left numbers.
   *
   * @throws IllegalStateException if a trained value is not finite
   */
  public void checkFinite() {
    List<NDArray> values = decoder.parameters().stream().map(Parameter::value).toList();
    // Squares of float32 cannot overflow float64, so the sum is finite if all values are.
    if (!Double.isFinite(decoder.kernels().number("squared_norm_of", Kernels.of(values)))) {
      throw new IllegalStateException("after step " + steps + " the weights are not finite");
    }
  }

  /** Every array that a later step depends on, by name. */
  private Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    List<Parameter> parameters = decoder.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      state.put("value." + parameters.get(i).name(), parameters.get(i).value());
      state.put("mean." + parameters.get(i).name(), means.get(i));
      state.put("square." + parameters.get(i).name(), squares.get(i));
    }
    return state;
  }

  /** Writes everything that later steps depend on but {@link #steps}. */
  public void write(Path file) {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    state()
        .forEach(
            (name, array) ->
                shapes.put(name, LongStream.of(array.getShape().getShape()).boxed().toList()));
    SafetensorsWriter writer = new SafetensorsWriter(shapes);
    state()
        .forEach(
            (name, array) ->
                ArrayPieces.put(writer, new TensorRows(name, 0, writer.shape(name), 0), array));
    writer.write(file);
  }

  /** Goes on from what {@link #write} has written after so many steps. */
  public void restore(Path file, long stepsTaken) {
    TensorFile stored = TensorFile.open(file);
    state().forEach((name, array) -> ArrayPieces.fill(decoder.kernels(), array, stored, name));
    steps = stepsTaken;
  }

  @Override
  public void close() {
    manager.close();
  }
}
