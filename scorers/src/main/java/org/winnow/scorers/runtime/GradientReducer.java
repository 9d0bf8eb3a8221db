package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.winnow.scorers.GradientCosines;
import org.winnow.scorers.Need;
import org.winnow.scorers.NotFiniteException;
import org.winnow.scorers.Projection;
import org.winnow.scorers.SignalNeeds;
import org.winnow.scorers.SketchKey;
import org.winnow.scorers.WeightGradient;
import org.winnow.scorers.runtime.Decoder.LayerTrace;
import org.winnow.scorers.runtime.MicroBatch.Item;
import org.winnow.scorers.runtime.OutputHead.HeadResult;

/** Turns the activations and gradients of a micro-batch into each sample's numbers. */
final class GradientReducer implements SegmentedPass.Consumer {
  private final Decoder decoder;
  private final PtNDManager scratch;
  private final SignalNeeds needs;
  private final NDArray ids;
  private final NDArray everywhere;
  private final List<One> samples = new ArrayList<>();

  /**
   * Prepares for one micro-batch.
   *
   * @param scratch owns what is kept
   * @param ids tokens, [samples, positions]
   * @param hidden states after the last norm, [samples, positions, hidden]
   */
  GradientReducer(
      Decoder decoder,
      PtNDManager scratch,
      SignalNeeds needs,
      MicroBatch batch,
      NDArray ids,
      NDArray hidden,
      List<HeadResult> heads) {
    this.decoder = decoder;
    this.scratch = scratch;
    this.needs = needs;
    this.ids = ids;
    this.everywhere = scratch.create(new long[0]);
    for (int i = 0; i < heads.size(); i++) {
      samples.add(one(i, batch.items().get(i), hidden, heads.get(i)));
    }
  }

  /**
   * One sample.
   *
   * @param at its number in the micro-batch
   * @param rows positions that reach the loss; nothing behind the last predicting one does
   * @param predicting positions that predict scored tokens
   * @param scored hidden states at these; empty if nobody asks
   */
  private record One(
      int at,
      Item item,
      long rows,
      NDArray predicting,
      Optional<NDArray> scored,
      HeadResult head,
      SampleGradients numbers) {}

  private One one(int at, Item item, NDArray hidden, HeadResult head) {
    int[] scored = item.sample().scoredPositions();
    long[] predicting = new long[scored.length];
    long[] flat = new long[scored.length];
    for (int i = 0; i < scored.length; i++) {
      predicting[i] = scored[i] - 1L;
      flat[i] = at * hidden.getShape().get(1) + predicting[i];
    }
    Optional<NDArray> states = Optional.empty();
    if (needs.has(Need.GRADIENT_NORM) && decoder.isTied()) {
      states =
          Optional.of(
              decoder
                  .kernels()
                  .call(scratch, "take_rows", Kernels.of(hidden), Kernels.of(scratch.create(flat)))
                  .get(0));
    }
    return new One(
        at,
        item,
        predicting[predicting.length - 1] + 1,
        scratch.create(predicting),
        states,
        head,
        new SampleGradients(decoder.layers()));
  }

  /** Each sample's numbers, in order; complete when the backward pass is. */
  List<SampleGradients> results() {
    return samples.stream().map(One::numbers).toList();
  }

  private void forEach(Consumer<One> work) {
    for (One sample : samples) {
      try {
        work.accept(sample);
      } catch (NotFiniteException e) {
        sample.numbers().fail(e);
      }
    }
  }

  @Override
  public void lastNorm(NDArray input, NDArray outputGradient) {
    if (needs.has(Need.GRADIENT_NORM)) {
      forEach(
          sample -> {
            sample
                .numbers()
                .addSquare(sample.head().gradient().map(WeightGradient::squaredNorm).orElseThrow());
            sample
                .numbers()
                .addSquare(
                    numbers(
                        "last_norm_square",
                        Kernels.of(input),
                        Kernels.of(outputGradient),
                        IValue.from(sample.at()),
                        IValue.from(sample.rows()))[0]);
          });
    }
  }

  @Override
  public void layers(int first, List<LayerTrace> traces, List<List<NDArray>> gradients) {
    for (int i = 0; i < traces.size(); i++) {
      LayerTrace trace = traces.get(i);
      List<NDArray> found = gradients.get(i);
      int layer = first + i;
      forEach(sample -> layer(sample, layer, trace, found));
    }
    if (needs.has(Need.COSINES)) {
      forEach(sample -> sample.numbers().putCosines(cosines(sample, traces, gradients)));
    }
  }

  private void layer(One sample, int layer, LayerTrace trace, List<NDArray> gradients) {
    SampleGradients numbers = sample.numbers();
    if (needs.has(Need.SPECTRA)) {
      numbers.putSingularValues(layer, spectra(sample, layer, trace, gradients));
    }
    for (SketchKey key : needs.sketches()) {
      Sketch sketch = decoder.sketch(key);
      numbers.putSketch(
          key,
          layer,
          numbers(
              "layer_sketch",
              Kernels.of(trace.inputs()),
              Kernels.of(gradients),
              Kernels.of(sketch.left().get(layer)),
              Kernels.of(sketch.right().get(layer)),
              IValue.from(sample.at()),
              IValue.from(sample.rows())));
    }
    if (needs.has(Need.GRADIENT_NORM)) {
      numbers.putSquare(
          layer, numbers("layer_square", ofLayer(sample, layer, trace, gradients))[0]);
    }
    if (needs.has(Need.WEIGHT_GRADIENTS)) {
      numbers.putWeights(layer, weights(sample, layer, trace, gradients));
    }
  }

  private double[][] spectra(One sample, int layer, LayerTrace trace, List<NDArray> gradients) {
    // In the last layer q and o act at the predicting positions only.
    boolean last = layer == decoder.layers() - 1;
    try (PtNDManager inner = (PtNDManager) scratch.newSubManager()) {
      return decoder
          .kernels()
          .call(
              inner,
              "layer_spectra",
              Kernels.of(trace.inputs()),
              Kernels.of(gradients),
              IValue.from(sample.at()),
              IValue.from(sample.rows()),
              Kernels.of(last ? sample.predicting() : everywhere))
          .stream()
          .map(NDArray::toDoubleArray)
          .map(sigma -> NotFiniteException.check("a singular value in layer " + layer, sigma))
          .toArray(double[][]::new);
    }
  }

  private List<WeightGradient> weights(
      One sample, int layer, LayerTrace trace, List<NDArray> gradients) {
    double[] numbers = numbers("layer_weights", ofLayer(sample, layer, trace, gradients));
    NotFiniteException.check("a weight gradient's norm in layer " + layer, numbers);
    double[] weightSquares = decoder.squaredNorms(layer);
    List<WeightGradient> weights = new ArrayList<>();
    for (int i = 0; i < weightSquares.length; i++) {
      weights.add(
          new WeightGradient(Math.max(0, numbers[2 * i]), weightSquares[i], numbers[2 * i + 1]));
    }
    return weights;
  }

  private IValue[] ofLayer(One sample, int layer, LayerTrace trace, List<NDArray> gradients) {
    return new IValue[] {
      Kernels.of(trace.kept()),
      Kernels.of(gradients),
      Kernels.of(decoder.layer(layer)),
      IValue.from(sample.at()),
      IValue.from(sample.rows())
    };
  }

  private GradientCosines cosines(
      One sample, List<LayerTrace> traces, List<List<NDArray>> gradients) {
    List<NDArray> inputs = traces.get(0).inputs();
    boolean oneShape = inputs.get(0).getShape().equals(inputs.get(1).getShape());
    return CosineProducts.cosines(
        oneShape,
        products(sample, traces, gradients, Projection.Q, Projection.O),
        products(sample, traces, gradients, Projection.K, Projection.V));
  }

  private double[] products(
      One sample,
      List<LayerTrace> traces,
      List<List<NDArray>> gradients,
      Projection some,
      Projection other) {
    double[] products =
        numbers(
            "layer_products",
            Kernels.of(inputsOf(traces, some)),
            Kernels.of(gradients.stream().map(layer -> layer.get(some.ordinal())).toList()),
            Kernels.of(inputsOf(traces, other)),
            Kernels.of(gradients.stream().map(layer -> layer.get(other.ordinal())).toList()),
            IValue.from(sample.at()),
            IValue.from(sample.rows()));
    return NotFiniteException.check("an inner product of gradients", products);
  }

  private static List<NDArray> inputsOf(List<LayerTrace> traces, Projection projection) {
    int number = projection == Projection.O ? 1 : 0;
    return traces.stream().map(layer -> layer.inputs().get(number)).toList();
  }

  @Override
  public void embedding(NDArray gradient) {
    if (needs.has(Need.GRADIENT_NORM)) {
      forEach(
          sample -> {
            sample
                .numbers()
                .addSquare(
                    numbers(
                        "embedding_square",
                        Kernels.of(gradient),
                        Kernels.of(ids),
                        IValue.from(sample.at()),
                        IValue.from(sample.rows()))[0]);
            sample
                .scored()
                .ifPresent(
                    states ->
                        sample.numbers().addSquare(2 * tiedProduct(sample, states, gradient)));
          });
    }
  }

  private double tiedProduct(One sample, NDArray states, NDArray gradient) {
    int[] scored = sample.item().sample().scoredPositions();
    long[] gold = new long[scored.length];
    for (int i = 0; i < scored.length; i++) {
      gold[i] = sample.item().sample().ids()[scored[i]];
    }
    return numbers(
        "tied_product",
        Kernels.of(states),
        Kernels.of(decoder.head()),
        Kernels.of(scratch.create(gold)),
        Kernels.of(scratch.create(sample.head().crossEntropy())),
        Kernels.of(gradient),
        Kernels.of(ids),
        IValue.from(sample.at()),
        IValue.from(sample.rows()))[0];
  }

  private double[] numbers(String method, IValue... arguments) {
    try (PtNDManager inner = (PtNDManager) scratch.newSubManager()) {
      return decoder.kernels().call(inner, method, arguments).get(0).toDoubleArray();
    }
  }
}
