package org.winnow.scorers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.schemas.Sample;
import org.winnow.schemas.Seeds;
import org.winnow.scorers.DeviceChoice;
import org.winnow.scorers.Fixtures;
import org.winnow.scorers.LayerGradients;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.Need;
import org.winnow.scorers.SignalNeeds;
import org.winnow.scorers.SketchKey;
import org.winnow.scorers.WhenTooLong;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.CheckpointWriter;
import org.winnow.scorers.text.Encoding;
import org.winnow.scorers.text.SampleEncoder;

/** Sketches against gradients that autograd forms and projections that are multiplied out. */
class SketchTest {
  private static final int SAMPLES = 6;
  private static final List<String> MATRICES = List.of("q", "k", "v", "o");

  private final Checkpoint checkpoint;
  private final List<MicroBatch.Item> items = new ArrayList<>();
  private Decoder decoder;

  SketchTest(@TempDir Path directory) throws IOException {
    Path path = new CheckpointWriter(directory).write();
    checkpoint = Checkpoint.inspect(path.toString());
    decoder = load();
    ModelSpec model =
        new ModelSpec(path.toString(), 512, DeviceChoice.CPU, WhenTooLong.TRUNCATE_PROMPT);
    try (SampleEncoder encoder = SampleEncoder.open(checkpoint, model)) {
      for (Sample sample : Fixtures.goldenSamples().subList(0, SAMPLES)) {
        if (encoder.encode(sample.messages()) instanceof Encoding.Encoded encoded) {
          items.add(new MicroBatch.Item(items.size(), sample.id(), encoded.sample()));
        }
      }
    }
  }

  @BeforeEach
  void everySampleIsThere() {
    assertThat(items).hasSize(SAMPLES);
  }

  @AfterEach
  void close() {
    decoder.close();
  }

  @Test
  void isTheGradientMultipliedByTheSignsOfBothSides() {
    List<double[][][]> gradients = formedGradients();

    for (int width : new int[] {16, 64}) {
      List<double[]> sketches = sketches(1 << 20, new SketchKey(7, width));

      for (int row = 0; row < SAMPLES; row++) {
        double[] expected = projected(gradients.get(row), 7, width);
        double length = Math.sqrt(dot(expected, expected));
        assertThat(sketches.get(row)).hasSize(width);
        for (int i = 0; i < width; i++) {
          assertThat(sketches.get(row)[i]).isCloseTo(expected[i], within(1e-4 * length));
        }
      }
    }
  }

  @Test
  void innerProductsAreThoseOfTheGradientsOnAverageOverSeeds() {
    int seeds = 400;
    List<double[][][]> gradients = formedGradients();
    List<SketchKey> keys =
        LongStream.range(0, seeds).mapToObj(seed -> new SketchKey(seed, 16)).toList();
    List<List<double[]>> sketches =
        ask(1 << 20, keys, layers -> keys.stream().map(layers::sketch).toList());

    for (int i = 0; i < 3; i++) {
      for (int j = i; j < 3; j++) {
        double sum = 0;
        double squares = 0;
        for (int seed = 0; seed < seeds; seed++) {
          double product = dot(sketches.get(i).get(seed), sketches.get(j).get(seed));
          sum += product;
          squares += product * product;
        }
        double mean = sum / seeds;
        double error = Math.sqrt((squares / seeds - mean * mean) / seeds);
        double scale =
            Math.sqrt(
                product(gradients.get(i), gradients.get(i))
                    * product(gradients.get(j), gradients.get(j)));
        assertThat(error).isLessThan(.1 * scale);
        assertThat(mean)
            .as("samples " + i + " and " + j)
            .isCloseTo(product(gradients.get(i), gradients.get(j)), within(4 * error));
      }
    }
  }

  @Test
  void batchMatesChangeRoundingOnly() {
    List<double[]> together = sketches(1 << 20, new SketchKey(1, 64));
    List<double[]> alone = sketches(1, new SketchKey(1, 64));

    for (int row = 0; row < SAMPLES; row++) {
      double length = Math.sqrt(dot(alone.get(row), alone.get(row)));
      for (int i = 0; i < 64; i++) {
        assertThat(together.get(row)[i]).isCloseTo(alone.get(row)[i], within(1e-5 * length));
      }
    }
  }

  @Test
  void theSeedAloneDecidesOnTheSigns() {
    List<double[]> first = sketches(512, new SketchKey(1, 16));
    List<double[]> other = sketches(512, new SketchKey(2, 16));
    decoder.close();
    decoder = load();
    List<double[]> again = sketches(512, new SketchKey(1, 16));

    for (int row = 0; row < SAMPLES; row++) {
      assertThat(again.get(row)).containsExactly(first.get(row));
      assertThat(other.get(row)).isNotEqualTo(first.get(row));
    }
  }

  @Test
  void theWidthIsASquare() {
    for (int width : new int[] {-4, 0, 1, 63}) {
      assertThatThrownBy(() -> new SketchKey(1, width))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("width must be a square number >= 4, got " + width);
    }
  }

  private Decoder load() {
    return Decoder.load(
        TorchRuntime.newManager(DeviceChoice.CPU), checkpoint, 512, 4 << 20, Precision.FLOAT32);
  }

  private List<double[]> sketches(int tokenBudget, SketchKey key) {
    return ask(tokenBudget, List.of(key), layers -> layers.sketch(key));
  }

  /** What a question about its gradients answers for each sample. */
  private <T> List<T> ask(
      int tokenBudget, Collection<SketchKey> keys, Function<LayerGradients, T> question) {
    SignalNeeds needs =
        new SignalNeeds(EnumSet.of(Need.FORWARD, Need.LAYER_GRADIENTS), new LinkedHashSet<>(keys));
    MicroBatchScorer scorer = new MicroBatchScorer(decoder, needs, 1L << 31, new Stopwatch());
    List<T> answers = new ArrayList<>();
    items.forEach(item -> answers.add(null));
    for (MicroBatch batch : MicroBatch.cut(items, tokenBudget)) {
      scorer.score(
          batch,
          (item, signals) ->
              answers.set(item.row(), question.apply(signals.layers().orElseThrow())));
    }
    return answers;
  }

  private List<double[][][]> formedGradients() {
    try (NaiveTwin twin = new NaiveTwin(checkpoint, 512)) {
      return items.stream().map(item -> twin.gradients(item.sample())).toList();
    }
  }

  /** The sum over matrices of A G B, one number after the other. */
  private static double[] projected(double[][][] gradients, long seed, int width) {
    int side = (int) Math.sqrt(width);
    double[] sum = new double[width];
    for (int matrix = 0; matrix < gradients.length; matrix++) {
      double[][] g = gradients[matrix];
      String name =
          String.format(
              Locale.ROOT, "layer_%02d.%s", matrix / MATRICES.size(), MATRICES.get(matrix % 4));
      double[][] left = signs(seed, name, "left", g.length, side);
      double[][] right = signs(seed, name, "right", g[0].length, side);
      for (int out = 0; out < g.length; out++) {
        for (int in = 0; in < g[0].length; in++) {
          for (int i = 0; i < width; i++) {
            sum[i] += left[out][i / side] * g[out][in] * right[in][i % side] / side;
          }
        }
      }
    }
    return sum;
  }

  private static double[][] signs(long seed, String matrix, String side, int rows, int columns) {
    SplittableRandom words =
        new SplittableRandom(Seeds.bits(seed, "gradient_sketch", matrix, side));
    double[][] signs = new double[rows][columns];
    long word = 0;
    for (int n = 0; n < rows * columns; n++) {
      if (n % 64 == 0) {
        word = words.nextLong();
      }
      boolean bit = (word >> (n % 64)) % 2 != 0;
      signs[n / columns][n % columns] = bit ? -1 : 1;
    }
    return signs;
  }

  private static double product(double[][][] some, double[][][] others) {
    double sum = 0;
    for (int matrix = 0; matrix < some.length; matrix++) {
      for (int row = 0; row < some[matrix].length; row++) {
        sum += dot(some[matrix][row], others[matrix][row]);
      }
    }
    return sum;
  }

  private static double dot(double[] some, double[] others) {
    double sum = 0;
    for (int i = 0; i < some.length; i++) {
      sum += some[i] * others[i];
    }
    return sum;
  }
}
