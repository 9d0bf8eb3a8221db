package org.winnow.scorers;

import java.util.List;
import java.util.Optional;

/** Every score that Winnow knows. A new score is one file and one line here. */
public final class Scorers {
  /** All scorer types, in the order in which documentation lists them. */
  public static final List<ScorerType> ALL =
      List.of(
          LossScorer.TYPE,
          DonodScorer.TYPE,
          SpectrumScorer.TYPE,
          GrandScorer.TYPE,
          GradientSketchScorer.TYPE,
          El2nScorer.TYPE,
          MatrixNuclearNormScorer.TYPE,
          IfdScorer.TYPE,
          OodScorer.TYPE);

  private Scorers() {}

  /** The scorer type of that name. */
  public static Optional<ScorerType> named(String name) {
    return ALL.stream().filter(type -> type.name().equals(name)).findFirst();
  }
}
