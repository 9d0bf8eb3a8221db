package org.winnow.synth.optmath.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.winnow.synth.optmath.model.Model;

class ParameterRangesTest {
  private static final List<ProblemClass> ALL = ProblemClasses.ALL;

  /** Whatever range a user may give, an instance can be drawn, modelled, said and read. */
  @ParameterizedTest
  @FieldSource("ALL")
  void theEndsOfWhatIsAllowedGiveInstances(ProblemClass problem) throws ProblemTextException {
    for (Parameter parameter : problem.parameters().parameters()) {
      int most = parameter.kind() == Parameter.Kind.SIZE ? 12 : parameter.most();
      for (int end : new int[] {parameter.least(), parameter.least() + 1, most}) {
        ParameterRanges ranges = problem.parameters().with(parameter.name(), end, end);
        for (int i = 0; i < 3; i++) {
          ProblemData data = problem.draw(ranges, 3, "end-" + i);
          Model model = problem.model(data);

          assertThat(problem.model(problem.text().read(problem.text().say(data))))
              .as("%s = %s", parameter.name(), end)
              .isEqualTo(model);
        }
      }
    }
  }

  @Test
  void oneRangeIsReplacedAndTheOthersStay() {
    ParameterRanges changed = Knapsack.TYPE.parameters().with("item", 5, 10);

    assertThat(changed.parameters())
        .containsExactly(
            Parameter.size("item", 5, 10),
            Parameter.value("value", 10, 300),
            Parameter.value("weight", 1, 50));
  }

  @Test
  void refusesWhatIsNoRange() {
    ParameterRanges ranges = Knapsack.TYPE.parameters();

    assertThatThrownBy(() -> ranges.with("items", 5, 10))
        .hasMessage("expected one of the parameters [item, value, weight], found items");
    assertThatThrownBy(() -> ranges.with("item", 1, 10))
        .hasMessage("parameter item: expected a range within 2 and 100, found 1 to 10");
    assertThatThrownBy(() -> ranges.with("item", 5, 101)).hasMessageContaining("found 5 to 101");
    assertThatThrownBy(() -> ranges.with("item", 6, 5)).hasMessageContaining("found 6 to 5");
    assertThatThrownBy(() -> ranges.with("weight", 0, 5))
        .hasMessageContaining("within 1 and 1000000");
  }
}
