package org.winnow.scorers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How far the scores of the same samples in two precisions, or on two devices, are apart. */
final class Deviations {
  /** Every scorer that needs no other checkpoint. */
  static final List<ScorerConfig> SCORERS =
      List.of(
          ScorerConfig.of("loss"),
          ScorerConfig.of("donod"),
          ScorerConfig.of("spectrum"),
          ScorerConfig.of("grand"),
          ScorerConfig.of("el2n"),
          ScorerConfig.of("matrix_nuclear_norm"),
          ScorerConfig.of("ifd"),
          new ScorerConfig("gradient_sketch", Map.of("width", "16")));

  private Deviations() {}

  /**
   * For each column the root of the mean square, over samples, of the difference by the value. DON
   * is a difference of two norms: it counts by NOD, which bounds it. Numbers of a sketch count by
   * its length.
   */
  static Map<String, Double> of(BatchScores wanted, BatchScores found) {
    assertThat(found.columns()).isEqualTo(wanted.columns());
    assertThat(found.unscorable()).isEmpty();
    Map<String, Double> deviations = new LinkedHashMap<>();
    for (int column = 0; column < wanted.columns().size(); column++) {
      int rows = wanted.values()[column].length;
      double sum = 0;
      for (int row = 0; row < rows; row++) {
        double value = wanted.values()[column][row];
        double difference = found.values()[column][row] - value;
        boolean same = Double.compare(found.values()[column][row], value) == 0;
        double share = same ? 0 : difference / scale(wanted, column, row);
        sum += share * share;
      }
      String name = wanted.columns().get(column);
      String group = name.startsWith(GradientSketchScorer.PREFIX) ? "gradient_sketch" : name;
      deviations.merge(group, Math.sqrt(sum / rows), Math::max);
    }
    return deviations;
  }

  /**
   * How far the scores may be apart where matrix products are made in bfloat16. Ratios of
   * perplexities are the least sure, because a perplexity is the power of a loss; what does not
   * grow with the loss is the surest.
   */
  static double allowedInBfloat16(String column) {
    if (column.startsWith("text.")) {
      return 0;
    }
    if (column.equals("donod.don")) {
      return 2e-3;
    }
    if (column.startsWith("matrix_nuclear_norm.")) {
      return 1e-3;
    }
    if (column.endsWith("effective_rank")) {
      return 1e-2;
    }
    return column.contains("perplexity") ? 5e-2 : 3e-2;
  }

  private static double scale(BatchScores scores, int column, int row) {
    String name = scores.columns().get(column);
    if (name.equals("donod.don")) {
      return scores.values()[scores.columns().indexOf("donod.nod")][row];
    }
    if (!name.startsWith(GradientSketchScorer.PREFIX)) {
      return scores.values()[column][row];
    }
    double square = 0;
    for (int other = 0; other < scores.columns().size(); other++) {
      if (scores.columns().get(other).startsWith(GradientSketchScorer.PREFIX)) {
        square += scores.values()[other][row] * scores.values()[other][row];
      }
    }
    return Math.sqrt(square);
  }
}
