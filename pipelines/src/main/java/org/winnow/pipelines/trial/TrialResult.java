package org.winnow.pipelines.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a trial found.
 *
 * @param trainings each training, by arm and repetition
 */
public record TrialResult(List<Measured> trainings) {
  public TrialResult {
    trainings = List.copyOf(trainings);
  }

  /** The mean held-out loss of an arm. */
  public Interval loss(Arm arm) {
    return Interval.of(values(arm, Measured::loss));
  }

  /** The mean accuracy of an arm; empty if answers were not asked for. */
  public Optional<Interval> accuracy(Arm arm) {
    return hasAccuracy() ? Optional.of(Interval.of(accuracies(arm))) : Optional.empty();
  }

  /**
   * How much lower the loss of the curated arm is than that of another, repetition by repetition.
   */
  public Interval lossGain(Arm other) {
    return Interval.of(
        differences(values(other, Measured::loss), values(Arm.CURATED, Measured::loss)));
  }

  /** How much higher the accuracy of the curated arm is; empty if answers were not asked for. */
  public Optional<Interval> accuracyGain(Arm other) {
    return hasAccuracy()
        ? Optional.of(Interval.of(differences(accuracies(Arm.CURATED), accuracies(other))))
        : Optional.empty();
  }

  /** Rows that an arm learned from. */
  public int rows(Arm arm) {
    return trainings.stream().filter(t -> t.arm() == arm).findFirst().orElseThrow().rows();
  }

  private boolean hasAccuracy() {
    return trainings.stream().allMatch(training -> training.accuracy().isPresent());
  }

  private List<Double> accuracies(Arm arm) {
    return values(arm, training -> training.accuracy().orElseThrow());
  }

  private List<Double> values(Arm arm, Function<Measured, Double> value) {
    return trainings.stream().filter(training -> training.arm() == arm).map(value).toList();
  }

  private static List<Double> differences(List<Double> from, List<Double> what) {
    List<Double> differences = new ArrayList<>();
    for (int i = 0; i < from.size(); i++) {
      differences.add(from.get(i) - what.get(i));
    }
    return differences;
  }
}
