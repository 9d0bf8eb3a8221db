package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.winnow.scorers.GradientCosines;
import org.winnow.scorers.LayerGradients;
import org.winnow.scorers.NotFiniteException;
import org.winnow.scorers.Projection;
import org.winnow.scorers.WeightGradient;
import org.winnow.scorers.runtime.Decoder.Pass;
import org.winnow.scorers.runtime.OutputHead.HeadResult;
import org.winnow.scorers.text.EncodedSample;

/** One sample's gradients in a micro-batch; everything is computed when it is first asked for. */
final class SampleGradients implements LayerGradients {
  /** Numbers for each layer in what the kernel {@code layer_products} returns. */
  private static final int PRODUCTS = 5;

  private static final double LEAST_NORM = 1e-12;

  private final Decoder decoder;
  private final PtNDManager scratch;
  private final Pass pass;
  private final Decoder.Gradients gradients;
  private final NDArray ids;
  private final int at;
  private final EncodedSample sample;
  private final HeadResult head;
  private final long rows;
  private final NDArray everywhere;
  private final NDArray scoredOnly;
  private final double[][][] found;

  /**
   * The gradients of one sample.
   *
   * @param scratch owns the arrays; the gradients can be asked for while it is open
   * @param ids tokens of the micro-batch, [samples, positions]
   * @param at number of the sample in the micro-batch
   */
  SampleGradients(
      Decoder decoder,
      PtNDManager scratch,
      Pass pass,
      Decoder.Gradients gradients,
      NDArray ids,
      int at,
      EncodedSample sample,
      HeadResult head) {
    this.decoder = decoder;
    this.scratch = scratch;
    this.pass = pass;
    this.gradients = gradients;
    this.ids = ids;
    this.at = at;
    this.sample = sample;
    this.head = head;
    long[] predicting = new long[sample.responseTokens()];
    int[] scored = sample.scoredPositions();
    for (int i = 0; i < scored.length; i++) {
      predicting[i] = scored[i] - 1L;
    }
    // Nothing behind the last predicting position reaches the loss.
    this.rows = predicting[predicting.length - 1] + 1;
    this.everywhere = scratch.create(new long[0]);
    this.scoredOnly = scratch.create(predicting);
    this.found = new double[pass.layers().size()][][];
  }

  @Override
  public int layers() {
    return pass.layers().size();
  }

  @Override
  public double[] singularValues(int layer, Projection projection) {
    if (found[layer] == null) {
      found[layer] = spectra(layer);
    }
    return found[layer][projection.ordinal()].clone();
  }

  private double[][] spectra(int layer) {
    // In the last layer q and o act at the predicting positions only.
    boolean last = layer == layers() - 1;
    try (PtNDManager inner = (PtNDManager) scratch.newSubManager()) {
      return decoder
          .kernels()
          .call(
              inner,
              "layer_spectra",
              Kernels.of(pass.layers().get(layer).inputs()),
              Kernels.of(gradients.layers().get(layer)),
              IValue.from(at),
              IValue.from(rows),
              Kernels.of(last ? scoredOnly : everywhere))
          .stream()
          .map(NDArray::toDoubleArray)
          .map(sigma -> NotFiniteException.check("a singular value in layer " + layer, sigma))
          .toArray(double[][]::new);
    }
  }

  @Override
  public GradientCosines cosines() {
    double[] queryOutput = products(Projection.Q, Projection.O);
    double[] keyValue = products(Projection.K, Projection.V);
    List<NDArray> inputs = pass.layers().get(0).inputs();
    boolean oneShape = inputs.get(0).getShape().equals(inputs.get(1).getShape());
    return new GradientCosines(
        oneShape ? Optional.of(acrossProjections(queryOutput)) : Optional.empty(),
        acrossProjections(keyValue),
        new double[][] {
          acrossLayers(queryOutput, 0),
          acrossLayers(keyValue, 0),
          acrossLayers(keyValue, 1),
          acrossLayers(queryOutput, 1)
        });
  }

  /** For each layer the five numbers of the kernel {@code layer_products}. */
  private double[] products(Projection some, Projection other) {
    try (PtNDManager inner = (PtNDManager) scratch.newSubManager()) {
      double[] products =
          decoder
              .kernels()
              .call(
                  inner,
                  "layer_products",
                  Kernels.of(inputsOf(some)),
                  Kernels.of(outputGradientsOf(some)),
                  Kernels.of(inputsOf(other)),
                  Kernels.of(outputGradientsOf(other)),
                  IValue.from(at),
                  IValue.from(rows))
              .get(0)
              .toDoubleArray();
      return NotFiniteException.check("an inner product of gradients", products);
    }
  }

  private List<NDArray> inputsOf(Projection projection) {
    int number = projection == Projection.O ? 1 : 0;
    return pass.layers().stream().map(layer -> layer.inputs().get(number)).toList();
  }

  private List<NDArray> outputGradientsOf(Projection projection) {
    return gradients.layers().stream().map(layer -> layer.get(projection.ordinal())).toList();
  }

  private double[] acrossProjections(double[] products) {
    double[] cosines = new double[layers()];
    for (int layer = 0; layer < cosines.length; layer++) {
      int first = layer * PRODUCTS;
      cosines[layer] = cosine(products[first + 2], products[first], products[first + 1]);
    }
    return cosines;
  }

  private double[] acrossLayers(double[] products, int which) {
    double[] cosines = new double[layers() - 1];
    for (int layer = 0; layer < cosines.length; layer++) {
      int own = layer * PRODUCTS + which;
      int next = own + PRODUCTS;
      cosines[layer] = cosine(products[next + 3], products[own], products[next]);
    }
    return cosines;
  }

  private static double cosine(double product, double square, double otherSquare) {
    if (Math.min(square, otherSquare) < LEAST_NORM * LEAST_NORM) {
      return Double.NaN;
    }
    double cosine = product / StrictMath.sqrt(square) / StrictMath.sqrt(otherSquare);
    return Math.max(-1, Math.min(1, cosine));
  }

  @Override
  public double[] sketch(long seed, int width) {
    int side = (int) Math.round(Math.sqrt(width));
    if (side < 2 || side * side != width) {
      throw new IllegalArgumentException("width must be a square number >= 4, got " + width);
    }
    Sketch sketch = decoder.sketch(new Sketch.Key(seed, side));
    double[] sum = new double[width];
    try (PtNDManager inner = (PtNDManager) scratch.newSubManager()) {
      for (int layer = 0; layer < layers(); layer++) {
        double[] part =
            decoder
                .kernels()
                .call(
                    inner,
                    "layer_sketch",
                    Kernels.of(pass.layers().get(layer).inputs()),
                    Kernels.of(gradients.layers().get(layer)),
                    Kernels.of(sketch.left().get(layer)),
                    Kernels.of(sketch.right().get(layer)),
                    IValue.from(at),
                    IValue.from(rows))
                .get(0)
                .toDoubleArray();
        for (int i = 0; i < width; i++) {
          sum[i] += part[i];
        }
      }
    }
    for (int i = 0; i < width; i++) {
      // both sides' signs are over the root of their number
      sum[i] /= side;
    }
    return NotFiniteException.check("a number of the gradient's sketch", sum);
  }

  @Override
  public double squaredNorm() {
    double sum = head.gradient().map(WeightGradient::squaredNorm).orElseThrow();
    try (PtNDManager inner = (PtNDManager) scratch.newSubManager()) {
      for (int layer = 0; layer < layers(); layer++) {
        sum += number(inner, "layer_square", ofLayer(layer));
      }
      sum +=
          number(
              inner,
              "ends_square",
              Kernels.of(pass.last()),
              Kernels.of(gradients.hidden()),
              Kernels.of(gradients.embedded()),
              Kernels.of(ids),
              IValue.from(at),
              IValue.from(rows));
      if (decoder.isTied()) {
        sum += 2 * tiedProduct(inner);
      }
    }
    NotFiniteException.check("the gradient's squared norm", new double[] {sum});
    return Math.max(0, sum);
  }

  @Override
  public List<WeightGradient> weights() {
    List<WeightGradient> weights = new ArrayList<>();
    try (PtNDManager inner = (PtNDManager) scratch.newSubManager()) {
      for (int layer = 0; layer < layers(); layer++) {
        double[] numbers =
            decoder.kernels().call(inner, "layer_weights", ofLayer(layer)).get(0).toDoubleArray();
        NotFiniteException.check("a weight gradient's norm in layer " + layer, numbers);
        double[] weightSquares = decoder.squaredNorms(layer);
        for (int i = 0; i < weightSquares.length; i++) {
          weights.add(
              new WeightGradient(
                  Math.max(0, numbers[2 * i]), weightSquares[i], numbers[2 * i + 1]));
        }
      }
    }
    return weights;
  }

  private IValue[] ofLayer(int layer) {
    return new IValue[] {
      Kernels.of(pass.layers().get(layer).kept()),
      Kernels.of(gradients.layers().get(layer)),
      Kernels.of(decoder.layer(layer)),
      IValue.from(at),
      IValue.from(rows)
    };
  }

  private double tiedProduct(PtNDManager inner) {
    int[] scored = sample.scoredPositions();
    long[] gold = new long[scored.length];
    long[] predicting = new long[scored.length];
    for (int i = 0; i < scored.length; i++) {
      gold[i] = sample.ids()[scored[i]];
      predicting[i] = at * pass.hidden().getShape().get(1) + scored[i] - 1;
    }
    NDArray hidden =
        decoder
            .kernels()
            .call(
                inner, "take_rows", Kernels.of(pass.hidden()), Kernels.of(inner.create(predicting)))
            .get(0);
    return number(
        inner,
        "tied_product",
        Kernels.of(hidden),
        Kernels.of(decoder.head()),
        Kernels.of(inner.create(gold)),
        Kernels.of(inner.create(head.crossEntropy())),
        Kernels.of(gradients.embedded()),
        Kernels.of(ids),
        IValue.from(at),
        IValue.from(rows));
  }

  private double number(PtNDManager inner, String method, IValue... arguments) {
    return decoder.kernels().call(inner, method, arguments).get(0).toDoubleArray()[0];
  }
}
