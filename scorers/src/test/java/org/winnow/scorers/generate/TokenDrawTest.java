package org.winnow.scorers.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Draws against probabilities worked out by hand. */
class TokenDrawTest {
  /** Probabilities .1, .4, .4, .1 at temperature 1. */
  private static final float[] LOGITS = logits(0.1, 0.4, 0.4, 0.1);

  @Test
  void everyTokenHasItsShareOfTheInterval() {
    TokenDraw draw = draw(1, 0, 1);

    assertThat(shares(draw, LOGITS)).containsExactly(0.1, 0.4, 0.4, 0.1);
  }

  @Test
  void temperatureTwoTakesSquareRootsOfProbabilities() {
    // sqrt(.1) = .316, sqrt(.4) = .632: in the ratio 1 to 2, so 1/6 and 1/3.
    assertThat(shares(draw(2, 0, 1), LOGITS)).containsExactly(0.17, 0.33, 0.33, 0.17);
  }

  @Test
  void topKTakesTheSmallerIdOfEquals() {
    assertThat(shares(draw(1, 1, 1), LOGITS)).containsExactly(0, 1, 0, 0);
    assertThat(shares(draw(1, 3, 1), LOGITS)).containsExactly(0.11, 0.44, 0.44, 0);
  }

  @Test
  void topPTakesTheFewestThatReachIt() {
    assertThat(shares(draw(1, 0, 0.4), LOGITS)).containsExactly(0, 1, 0, 0);
    assertThat(shares(draw(1, 0, 0.41), LOGITS)).containsExactly(0, 0.5, 0.5, 0);
    assertThat(shares(draw(1, 0, 0.85), LOGITS)).containsExactly(0.11, 0.44, 0.44, 0);
    assertThat(shares(draw(1, 0, 1e-9), LOGITS)).containsExactly(0, 1, 0, 0);
  }

  @Test
  void topPIsTakenOfWhatTopKLeaves() {
    // Of the two that top-k leaves, one has half: .5 is reached by it alone.
    assertThat(shares(draw(1, 2, 0.5), LOGITS)).containsExactly(0, 1, 0, 0);
    assertThat(shares(draw(1, 2, 0.51), LOGITS)).containsExactly(0, 0.5, 0.5, 0);
  }

  @Test
  void tokensFarBelowTheTopAreCandidatesWhereTheyAreNeeded() {
    float[] logits = {0, -30, -60};

    assertThat(draw(1, 2, 1).at(logits, 1 - 0x1p-53)).isEqualTo(1);
    assertThat(draw(30, 0, 0.99).at(logits, 0.99)).isEqualTo(2);
  }

  @Test
  void impossibleTokensAreNeverDrawn() {
    float[] logits = {Float.NEGATIVE_INFINITY, 1, Float.NEGATIVE_INFINITY};

    assertThat(draw(1, 0, 1).at(logits, 0)).isEqualTo(1);
    assertThat(draw(1, 0, 1).at(logits, 1 - 0x1p-53)).isEqualTo(1);
    assertThat(draw(1, 3, 1).at(logits, 1 - 0x1p-53)).isEqualTo(1);
  }

  @Test
  void logitsThatAreNoNumbersAreAnError() {
    float none = Float.NEGATIVE_INFINITY;
    for (float[] logits :
        new float[][] {{1, Float.NaN, 2}, {1, Float.POSITIVE_INFINITY, 2}, {none, none, none}}) {
      for (int topK : new int[] {0, 2}) {
        assertThatThrownBy(() -> draw(1, topK, 1).draw(logits, 0))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageStartingWith("expected finite logits, found ");
      }
    }
  }

  @Test
  void aDrawDependsOnSeedAndPlace() {
    int[] counts = new int[4];
    int agreements = 0;
    int draws = 2000;
    for (int place = 0; place < draws; place++) {
      int token = draw(1, 0, 1).draw(LOGITS, place);
      counts[token]++;
      agreements += token == seeded(8).draw(LOGITS, place) ? 1 : 0;
      assertThat(draw(1, 0, 1).draw(LOGITS, place)).isEqualTo(token);
    }
    // Five standard deviations: sqrt(2000 * .1 * .9) = 13, sqrt(2000 * .4 * .6) = 22.
    assertThat(counts[0]).isBetween(135, 265);
    assertThat(counts[1]).isBetween(690, 910);
    assertThat(counts[2]).isBetween(690, 910);
    assertThat(counts[3]).isBetween(135, 265);
    // Two seeds agree by chance: .1 * .1 + .4 * .4 + .4 * .4 + .1 * .1 = .34.
    assertThat(agreements).isBetween(575, 785);
  }

  @Test
  void optionsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new GenerationOptions(0, 0, 0, 1, 0, List.of(), false))
        .hasMessage("max_new_tokens must be >= 1, got 0");
    assertThatThrownBy(() -> new GenerationOptions(1, -0.1, 0, 1, 0, List.of(), false))
        .hasMessage("temperature must be >= 0, got -0.1");
    assertThatThrownBy(() -> new GenerationOptions(1, Double.NaN, 0, 1, 0, List.of(), false))
        .hasMessage("temperature must be >= 0, got NaN");
    assertThatThrownBy(() -> new GenerationOptions(1, 0, -1, 1, 0, List.of(), false))
        .hasMessage("top_k must be >= 0, got -1");
    assertThatThrownBy(() -> new GenerationOptions(1, 0, 0, 0, 0, List.of(), false))
        .hasMessage("top_p must be in (0, 1], got 0.0");
    assertThatThrownBy(() -> new GenerationOptions(1, 0, 0, 1, 0, List.of("a", ""), false))
        .hasMessage("a stop text is empty");
  }

  private static TokenDraw draw(double temperature, int topK, double topP) {
    return new TokenDraw(new GenerationOptions(1, temperature, topK, topP, 7, List.of(), false));
  }

  private static TokenDraw seeded(long seed) {
    return new TokenDraw(new GenerationOptions(1, 1, 0, 1, seed, List.of(), false));
  }

  private static float[] logits(double... probabilities) {
    float[] logits = new float[probabilities.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) Math.log(probabilities[i]);
    }
    return logits;
  }

  /** The share of a fine grid of points that each token takes, in hundredths. */
  private static double[] shares(TokenDraw draw, float[] logits) {
    int points = 10_000;
    double[] shares = new double[logits.length];
    for (int i = 0; i < points; i++) {
      shares[draw.at(logits, (i + 0.5) / points)]++;
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.round(shares[i] * 100 / points) / 100.0;
    }
    return shares;
  }
}
