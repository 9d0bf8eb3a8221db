package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.winnow.schemas.RandomBits;
import org.winnow.schemas.Seeds;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.DecoderSpec;
import org.winnow.scorers.checkpoint.SafetensorsWriter;
import org.winnow.scorers.checkpoint.TensorRows;

/**
 * A decoder whose weights, or low-rank updates of them, can be trained; everything is float32. Safe
 * for many threads that compute gradients, as long as none changes the weights.
 */
public final class TrainableDecoder implements AutoCloseable {
  /** The layer arrays that a low-rank update belongs to: q, k, v and o. */
  private static final List<Integer> UPDATED = List.of(1, 2, 3, 4);

  private static final int LOGIT_BUDGET = 8 << 20;

  private final PtNDManager manager;
  private final DecoderSpec spec;
  private final Kernels kernels;
  private final Weights weights;
  private final Places places;
  private final List<Parameter> parameters = new ArrayList<>();

  /** A and B by layer and array; empty if all weights are trained. */
  private final Map<String, NDArray[]> updates = new LinkedHashMap<>();

  private final NDArray scale;

  private TrainableDecoder(
      PtNDManager manager, Checkpoint checkpoint, int positions, Optional<LowRank> lowRank) {
    TorchRuntime.prepareThread();
    this.manager = manager;
    this.spec = checkpoint.decoder();
    this.kernels = Kernels.load(manager, spec, LOGIT_BUDGET, Precision.FLOAT32);
    this.weights = Weights.load(manager, kernels, checkpoint);
    this.places = Places.of(manager, spec, positions);
    this.scale = owned(new float[] {lowRank.map(l -> (float) (l.alpha() / l.rank())).orElse(0f)});
    scale.setName("scale");
    if (lowRank.isPresent()) {
      addUpdates(lowRank.get());
    } else {
      addWeights();
    }
    parameters.forEach(parameter -> parameter.value().setRequiresGradient(true));
  }

  /**
   * Loads a checkpoint.
   *
   * @param manager owns the native memory; ownership is taken, and it is closed if this fails
   * @param positions longest sample, in tokens
   * @param lowRank what is trained; empty for all weights
   */
  public static TrainableDecoder load(
      PtNDManager manager, Checkpoint checkpoint, int positions, Optional<LowRank> lowRank) {
    try {
      return new TrainableDecoder(manager, checkpoint, positions, lowRank);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private NDArray owned(float[] values) {
    try (NDArray created = manager.create(values)) {
      return created.duplicate(); // a created array points into Java's memory
    }
  }

  private void addWeights() {
    parameters.add(new Parameter("embedding", weights.embedding()));
    for (int layer = 0; layer < spec.layers(); layer++) {
      NDList arrays = weights.layers().get(layer);
      for (int i = 0; i < arrays.size(); i++) {
        if (arrays.get(i).size() > 0) {
          parameters.add(new Parameter("layer." + layer + "." + i, arrays.get(i)));
        }
      }
    }
    parameters.add(new Parameter("norm", weights.finalNorm()));
    if (!spec.tiedEmbeddings()) {
      parameters.add(new Parameter("head", weights.head()));
    }
  }

  private void addUpdates(LowRank lowRank) {
    for (int layer = 0; layer < spec.layers(); layer++) {
      for (int i : UPDATED) {
        String name = "layer." + layer + "." + i;
        Shape shape = weights.layers().get(layer).get(i).getShape();
        int inputs = (int) shape.get(1);
        float[] drawn = new float[lowRank.rank() * inputs];
        double bound = 1 / Math.sqrt(inputs);
        RandomBits bits = new RandomBits(Seeds.bits(lowRank.seed(), "low_rank", name, "a"));
        for (int n = 0; n < drawn.length; n++) {
          drawn[n] = (float) (bound * bits.signedUnit());
        }
        NDArray a = owned(drawn).reshape(lowRank.rank(), inputs).duplicate();
        NDArray b = manager.zeros(new Shape(shape.get(0), lowRank.rank()));
        a.setName("a");
        b.setName("b");
        updates.put(name, new NDArray[] {a, b});
        parameters.add(new Parameter(name + ".a", a));
        parameters.add(new Parameter(name + ".b", b));
      }
    }
  }

  Kernels kernels() {
    return kernels;
  }

  /** What training changes, in the order of gradients. */
  List<Parameter> parameters() {
    return List.copyOf(parameters);
  }

  /** A manager for one piece of work; the caller closes it. */
  PtNDManager newManager() {
    return (PtNDManager) manager.newSubManager();
  }

  /** Replaces all weights by drawn ones; only where all weights are trained. */
  public void drawWeights(long seed) {
    DrawnWeights drawn = new DrawnWeights(kernels, seed);
    drawn.fill(spec.embedding(), weights.embedding());
    for (int layer = 0; layer < spec.layers(); layer++) {
      List<Optional<TensorRows>> rows = spec.layerTensors(layer);
      NDList arrays = weights.layers().get(layer);
      for (int i = 0; i < rows.size(); i++) {
        NDArray array = arrays.get(i);
        rows.get(i).ifPresent(r -> drawn.fill(r, array));
      }
    }
    drawn.fill(spec.finalNorm(), weights.finalNorm());
    if (!spec.tiedEmbeddings()) {
      drawn.fill(spec.outputHead(), weights.head());
    }
  }

  /** How many numbers training changes. */
  public long trainedNumbers() {
    return parameters.stream().mapToLong(parameter -> parameter.value().size()).sum();
  }

  /**
   * What a micro-batch adds to a step.
   *
   * @param loss the sum of the scored tokens' cross-entropies, in nats
   * @param gradients of that sum over {@code tokens}, in the order of {@link #parameters}
   */
  record Part(double loss, NDList gradients) {}

  /**
   * Loss and gradients of a micro-batch.
   *
   * @param into owns the gradients
   * @param tokens scored tokens of the whole step
   */
  Part part(PtNDManager into, MicroBatch batch, long tokens) {
    try (PtNDManager scratch = newManager()) {
      NDArray hidden = forward(scratch, batch);
      NDArray at = named(scratch.create(places(batch)).duplicate(), "at");
      hidden.setName("x");
      NDArray rows = recording(scratch, "take_rows", hidden, at);
      NDArray gold = named(scratch.create(gold(batch)).duplicate(), "gold");
      rows.setName("h");
      NDArray loss = recording(scratch, "training_loss", rows, weights.head(), gold);
      NDList gradients =
          kernels.call(
              into,
              "gradients",
              Kernels.of(loss),
              Kernels.of(parameters.stream().map(Parameter::value).toList()),
              Kernels.of(scratch.create(1f / tokens)));
      if (gradients.size() != parameters.size()) {
        throw new IllegalStateException(
            "expected " + parameters.size() + " gradients, found " + gradients.size());
      }
      return new Part(loss.toFloatArray()[0], gradients);
    }
  }

  private NDArray forward(PtNDManager scratch, MicroBatch batch) {
    int positions = batch.positions();
    long[] ids = new long[batch.items().size() * positions];
    for (int i = 0; i < batch.items().size(); i++) {
      long[] sample = batch.items().get(i).sample().ids();
      System.arraycopy(sample, 0, ids, i * positions, sample.length);
    }
    NDArray tokens = scratch.create(ids, new Shape(batch.items().size(), positions)).duplicate();
    NDArray x = recording(scratch, "embed", named(tokens, "ids"), weights.embedding());
    List<NDList> known = places.byLayer(scratch, kernels, positions);
    for (int layer = 0; layer < spec.layers(); layer++) {
      NDList arguments = new NDList(named(x, "x"));
      arguments.addAll(known.get(layer));
      arguments.addAll(layerWeights(scratch, layer));
      x = recording(scratch, "layer", arguments);
    }
    return recording(scratch, "norm", named(x, "x"), weights.finalNorm());
  }

  /** A layer's arrays with their updates. */
  private NDList layerWeights(PtNDManager scratch, int layer) {
    NDList arrays = new NDList(weights.layers().get(layer));
    for (int i : UPDATED) {
      NDArray[] update = updates.get("layer." + layer + "." + i);
      if (update != null) {
        NDArray updated = recording(scratch, "updated", arrays.get(i), update[0], update[1], scale);
        arrays.set(i, named(updated, "weights[]"));
      }
    }
    return arrays;
  }

  private NDArray recording(PtNDManager scratch, String kernel, NDArray... arguments) {
    return recording(scratch, kernel, new NDList(arguments));
  }

  private NDArray recording(PtNDManager scratch, String kernel, NDList arguments) {
    try (NDArray marker = scratch.zeros(new Shape(1))) {
      NDList results = kernels.recording(kernel, marker, arguments);
      results.attach(scratch);
      return results.get(0);
    }
  }

  private static NDArray named(NDArray array, String name) {
    array.setName(name);
    return array;
  }

  /** Flat positions of the states that predict the scored tokens. */
  private static long[] places(MicroBatch batch) {
    long[] all = new long[0];
    for (int i = 0; i < batch.items().size(); i++) {
      long first = (long) i * batch.positions();
      all =
          joined(
              all,
              Arrays.stream(batch.items().get(i).sample().scoredPositions())
                  .mapToLong(position -> first + position - 1)
                  .toArray());
    }
    return all;
  }

  private static long[] gold(MicroBatch batch) {
    long[] all = new long[0];
    for (MicroBatch.Item item : batch.items()) {
      long[] ids = item.sample().ids();
      all =
          joined(
              all,
              Arrays.stream(item.sample().scoredPositions())
                  .mapToLong(position -> ids[position])
                  .toArray());
    }
    return all;
  }

  private static long[] joined(long[] left, long[] right) {
    long[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }

  /** Writes all weights, updates included, as Hugging Face names them; float32. */
  public void writeWeights(Path file) {
    SafetensorsWriter writer = new SafetensorsWriter(spec.tensors());
    try (PtNDManager scratch = newManager()) {
      ArrayPieces.put(writer, spec.embedding(), weights.embedding());
      for (int layer = 0; layer < spec.layers(); layer++) {
        List<Optional<TensorRows>> rows = spec.layerTensors(layer);
        NDList arrays = layerWeights(scratch, layer);
        for (int i = 0; i < rows.size(); i++) {
          NDArray array = arrays.get(i);
          rows.get(i).ifPresent(r -> ArrayPieces.put(writer, r, array));
        }
      }
      ArrayPieces.put(writer, spec.finalNorm(), weights.finalNorm());
      if (!spec.tiedEmbeddings()) {
        ArrayPieces.put(writer, spec.outputHead(), weights.head());
      }
      writer.write(file);
    }
  }

  @Override
  public void close() {
    kernels.close();
    manager.close();
  }
}
