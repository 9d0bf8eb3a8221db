package org.winnow.transforms.hygiene;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * When a row counts as a copy of a test row.
 *
 * <p>A word of the test row is covered if it lies in a run of {@code ngram} words that the training
 * row has too; the test row is hit if one training row covers more than {@code coveragePercent} of
 * its words. At 0 % any shared run is a hit.
 *
 * @param ngram words of a run, from 1
 * @param coveragePercent from 0, below 100
 * @param of the part of a training row that is searched
 * @param against the part of a test row that is searched for
 */
public record ContaminationRule(
    int ngram, BigDecimal coveragePercent, SamplePart of, SamplePart against)
    implements Serializable {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  public ContaminationRule {
    if (ngram < 1) {
      throw new IllegalArgumentException("ngram must be >= 1, got " + ngram);
    }
    if (coveragePercent.signum() < 0 || coveragePercent.compareTo(HUNDRED) >= 0) {
      throw new IllegalArgumentException(
          "coverage must be from 0% to below 100%, got " + coveragePercent + "%");
    }
  }

  /** Rules that others have published. */
  public enum Preset {
    /** Tulu 3 (arXiv 2411.15124, section 3.2): 8-grams of prompts, more than half of the words. */
    TULU_8GRAM(8, 50, SamplePart.PROMPT, SamplePart.PROMPT),
    /** GPT-3 (arXiv 2005.14165, appendix C): any shared 13-gram. */
    GPT3_13GRAM(13, 0, SamplePart.SAMPLE, SamplePart.PROMPT),
    /** datatrove's default: any shared 12-gram, of a test row's answer too. */
    DATATROVE_12GRAM(12, 0, SamplePart.SAMPLE, SamplePart.SAMPLE);

    private final ContaminationRule rule;

    Preset(int ngram, int coverage, SamplePart of, SamplePart against) {
      this.rule = new ContaminationRule(ngram, BigDecimal.valueOf(coverage), of, against);
    }

    /** The rule of that name. */
    public ContaminationRule rule() {
      return rule;
    }
  }

  /** Whether so much is too much; exact. */
  boolean isHit(int coveredWords, int words) {
    return HUNDRED
            .multiply(BigDecimal.valueOf(coveredWords))
            .compareTo(coveragePercent.multiply(BigDecimal.valueOf(words)))
        > 0;
  }
}
