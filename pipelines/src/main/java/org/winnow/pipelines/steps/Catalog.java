package org.winnow.pipelines.steps;

import java.util.List;
import java.util.Optional;

/** Every step that a recipe can name. A new step is one file and one line here. */
public final class Catalog {
  /** All step types, in the order in which a curation usually uses them. */
  public static final List<StepType> ALL =
      List.of(
          ScrubStep.TYPE,
          FilterStep.TYPE,
          DecontaminateStep.TYPE,
          DedupExactStep.TYPE,
          NearDupStep.TYPE,
          ScoreStep.TYPE,
          InfluenceStep.TYPE,
          LeverageStep.TYPE,
          SelectStep.TYPE,
          SampleStep.TYPE,
          DiversityStep.TYPE,
          MixStep.TYPE,
          LossWeightStep.TYPE);

  private Catalog() {}

  /** The type of that name. */
  public static Optional<StepType> find(String name) {
    return ALL.stream().filter(type -> type.name().equals(name)).findFirst();
  }

  /** All names, in order. */
  public static List<String> names() {
    return ALL.stream().map(StepType::name).toList();
  }
}
