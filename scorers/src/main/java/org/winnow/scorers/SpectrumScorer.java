package org.winnow.scorers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.winnow.scorers.checkpoint.DecoderSpec;

/**
 * Scores the shape of the gradient that a sample causes in the attention weights: how large it is
 * (nuclear norm) and in how many directions it points (effective rank).
 *
 * <pre>
 * G              = gradient of the sample's mean loss at one of W_q, W_k, W_v, W_o of one layer
 * sigma          = singular values of G,   s_j = sigma_j / sum of sigma
 * nuclear norm   = sum of sigma
 * effective rank = exp(-sum of s_j ln s_j)
 * </pre>
 *
 * <p>The source finds a lower nuclear norm and a higher effective rank for better data, as curves
 * over layers; it defines no number for one sample. Here it is the mean over layers, and over the
 * four projections for the two main columns. A matrix whose sum of sigma is below 1e-12 is left
 * out. An effective rank is at most the number of tokens, so samples of different length compare by
 * {@code rank_share}, the mean of effective rank over its bound.
 *
 * <p>{@code cosines: true} adds cosines of flattened gradients, in [-1, 1]: of q and o and of k and
 * v in one layer, mean over layers; and for each projection of one layer and the next, mean over
 * neighbours. A pair of which one has a norm below 1e-12 is left out, no pair at all gives NaN. q
 * and o have a cosine only where their shapes agree, neighbours only where there are two layers;
 * else the columns are absent. The source finds all of these near 0 for all data and of no use as a
 * sign of quality: they are for diagnosis.
 *
 * <p>How Instruction and Reasoning Data shape Post-Training, arXiv 2504.10766.
 */
public final class SpectrumScorer implements Scorer {
  private static final String PER_LAYER = "per_layer";
  private static final String COSINES = "cosines";
  private static final double LEAST_NUCLEAR_NORM = 1e-12;
  private static final List<String> QUANTITIES = List.of("effective_rank", "nuclear_norm");

  /** Registration. */
  public static final ScorerType TYPE =
      new ScorerType(
          "spectrum",
          "How large the gradient at the attention weights is, and in how many directions it points.",
          "nuclear_norm = sum sigma; effective_rank = exp(-sum s ln s), s = sigma / sum sigma",
          "How Instruction and Reasoning Data shape Post-Training, arXiv 2504.10766",
          List.of(
              ScorerOption.flag(
                  PER_LAYER, "Adds the columns of every single layer and projection."),
              ScorerOption.flag(
                  COSINES,
                  "Adds cosines between gradients of one layer and of neighbours, for diagnosis.")),
          SpectrumScorer::columns,
          SpectrumScorer::new);

  private final boolean perLayer;
  private final boolean withCosines;

  private SpectrumScorer(ScorerOptions options) {
    perLayer = options.flag(PER_LAYER);
    withCosines = options.flag(COSINES);
  }

  @Override
  public Set<Need> needs() {
    return withCosines
        ? Set.of(Need.FORWARD, Need.LAYER_GRADIENTS, Need.SPECTRA, Need.COSINES)
        : Set.of(Need.FORWARD, Need.LAYER_GRADIENTS, Need.SPECTRA);
  }

  @Override
  public double[] score(SampleSignals signals) {
    LayerGradients gradients = signals.layers().orElseThrow();
    Projection[] projections = Projection.values();
    Means all = new Means();
    Means[] byProjection = {new Means(), new Means(), new Means(), new Means()};
    List<double[]> single = new ArrayList<>();
    double shares = 0;
    for (int layer = 0; layer < gradients.layers(); layer++) {
      for (Projection projection : projections) {
        double[] sigma = gradients.singularValues(layer, projection);
        double[] pair = {effectiveRank(sigma), nuclearNorm(sigma)};
        all.add(pair);
        shares += Double.isNaN(pair[0]) ? 0 : pair[0] / sigma.length;
        byProjection[projection.ordinal()].add(pair);
        single.add(pair);
      }
    }
    double rankShare = all.count == 0 ? Double.NaN : shares / all.count;
    List<double[]> pairs = new ArrayList<>();
    pairs.add(all.pair());
    for (Means means : byProjection) {
      pairs.add(means.pair());
    }
    pairs.add(new double[] {rankShare});
    if (perLayer) {
      pairs.addAll(single);
    }
    if (withCosines) {
      pairs.add(meanCosines(gradients.cosines()));
    }
    return pairs.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  /** A number for each column of {@link #addCosines}. */
  private static double[] meanCosines(GradientCosines cosines) {
    List<double[]> groups = new ArrayList<>();
    cosines.queryOutput().ifPresent(groups::add);
    groups.add(cosines.keyValue());
    for (double[] neighbours : cosines.adjacent()) {
      if (neighbours.length > 0) {
        groups.add(neighbours);
      }
    }
    return groups.stream().mapToDouble(SpectrumScorer::meanOfPairs).toArray();
  }

  private static double meanOfPairs(double[] cosines) {
    return Arrays.stream(cosines)
        .filter(cosine -> !Double.isNaN(cosine))
        .average()
        .orElse(Double.NaN);
  }

  /** The sum of the singular values. */
  static double nuclearNorm(double[] sigma) {
    double sum = 0;
    for (double value : sigma) {
      sum += value;
    }
    return sum;
  }

  /**
   * The exponential of the entropy of the normalised singular values; NaN if they are all but 0.
   */
  static double effectiveRank(double[] sigma) {
    double sum = nuclearNorm(sigma);
    if (sum < LEAST_NUCLEAR_NORM) {
      return Double.NaN;
    }
    double entropy = 0;
    for (double value : sigma) {
      if (value > 0) {
        double share = value / sum;
        entropy -= share * StrictMath.log(share);
      }
    }
    return StrictMath.exp(entropy);
  }

  private static List<ScoreColumn> columns(ScorerOptions options, DecoderSpec decoder) {
    List<ScoreColumn> columns = new ArrayList<>();
    addPair(columns, "spectrum", "mean over layers and projections");
    for (Projection projection : Projection.values()) {
      addPair(columns, "spectrum." + projection.label(), projection + ", mean over layers");
    }
    columns.add(
        new ScoreColumn(
            "spectrum.rank_share",
            "ratio, at most 1",
            Direction.HIGHER_IS_BETTER,
            "Effective rank over the most that tokens and widths allow, mean over all matrices."));
    if (options.flag(PER_LAYER)) {
      for (int layer = 0; layer < decoder.layers(); layer++) {
        for (Projection projection : Projection.values()) {
          addPair(
              columns,
              String.format(Locale.ROOT, "spectrum.layer_%02d.%s", layer, projection.label()),
              projection + " of layer " + layer);
        }
      }
    }
    if (options.flag(COSINES)) {
      addCosines(columns, decoder);
    }
    return columns;
  }

  private static void addCosines(List<ScoreColumn> columns, DecoderSpec decoder) {
    if (decoder.queryWidth() == decoder.hiddenSize()) {
      addCosine(columns, "q_o.cosine", "q and o of one layer, mean over layers");
    }
    addCosine(columns, "k_v.cosine", "k and v of one layer, mean over layers");
    if (decoder.layers() > 1) {
      for (Projection projection : Projection.values()) {
        addCosine(
            columns,
            projection.label() + ".adjacent_cosine",
            projection.label() + " of a layer and the next, mean over neighbours");
      }
    }
  }

  private static void addCosine(List<ScoreColumn> columns, String name, String of) {
    columns.add(
        new ScoreColumn(
            "spectrum." + name,
            "cosine, -1 to 1",
            Direction.NEUTRAL,
            "Cosine of the weight gradients: " + of + "."));
  }

  private static void addPair(List<ScoreColumn> columns, String prefix, String of) {
    columns.add(
        new ScoreColumn(
            prefix + "." + QUANTITIES.get(0),
            "directions, at least 1",
            Direction.HIGHER_IS_BETTER,
            "Effective rank of the weight gradient: " + of + "."));
    columns.add(
        new ScoreColumn(
            prefix + "." + QUANTITIES.get(1),
            "gradient of nats per weight",
            Direction.LOWER_IS_BETTER,
            "Nuclear norm of the weight gradient: " + of + "."));
  }

  /** Means of effective rank and nuclear norm over the matrices that have a gradient. */
  private static final class Means {
    private double rank;
    private double norm;
    private int count;

    void add(double[] pair) {
      if (!Double.isNaN(pair[0])) {
        rank += pair[0];
        norm += pair[1];
        count++;
      }
    }

    double[] pair() {
      return new double[] {rank / count, norm / count};
    }
  }
}
