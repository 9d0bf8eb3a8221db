package org.winnow.synth.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SolutionStepsTest {
  @Test
  void cutsSentencesAndLines() {
    assertThat(SolutionSteps.of("She has 5. He has 3!\nSo what? \"It is 8.\" Done").steps())
        .containsExactly("She has 5.", "He has 3!", "So what?", "\"It is 8.\"", "Done");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "It costs 0.5 dollars",
        "It costs 0. 5 dollars",
        "Mr. Smith and Dr. Jones meet Mrs. Hill",
        "Some, e.g. Ann, i.e. She, win vs. Bob",
        "Bus No. 5 leaves",
        "We have $x = 1. Then y = 2$ here",
        "We have \\(x. Y\\) here",
        "1. First we add",
        "Step 2. Add"
      })
  void leavesTogetherWhatBelongsTogether(String sentence) {
    assertThat(SolutionSteps.of(sentence).steps()).containsExactly(sentence);
  }

  @Test
  void takesDollarsForMoneyWhereTheyAre() {
    assertThat(SolutionSteps.of("She pays $5. Then $6 are left. The answer is no. Well").steps())
        .containsExactly("She pays $5.", "Then $6 are left.", "The answer is no.", "Well");
  }

  @Test
  void truncatesBehindAStep() {
    SolutionSteps steps = SolutionSteps.of("  One.\n\nTwo. Three.\n");

    assertThat(steps.truncateAfter(1)).isEqualTo("  One.");
    assertThat(steps.truncateAfter(2)).isEqualTo("  One.\n\nTwo.");
    assertThat(steps.truncateAfter(3)).isEqualTo("  One.\n\nTwo. Three.");
    assertThat(steps.truncateAfter(4)).isEqualTo("  One.\n\nTwo. Three.");
    assertThatThrownBy(() -> steps.truncateAfter(0))
        .hasMessage("expected at least 1 step to keep, got 0");
  }

  @Test
  void findsNoStepInBlankText() {
    assertThat(SolutionSteps.of(" \n ").steps()).isEmpty();
    assertThat(SolutionSteps.of(" \n ").text()).isEqualTo(" \n ");
  }

  @Property(tries = 1000)
  void losesNothing(@ForAll("solutions") String text) {
    SolutionSteps steps = SolutionSteps.of(text);

    assertThat(steps.text()).isEqualTo(text);
    assertThat(steps.steps()).allSatisfy(step -> assertThat(step).isEqualTo(step.strip()));
    assertThat(String.join("", steps.steps()).replaceAll("\\s", ""))
        .isEqualTo(text.replaceAll("\\s", ""));
  }

  @Provide
  Arbitrary<String> solutions() {
    return Arbitraries.of("Mr", ".", " ", "\n", "5", "$", "x", "!", "\"", "\\(", "\\)", "e.g")
        .list()
        .ofMaxSize(30)
        .map(pieces -> String.join("", pieces));
  }
}
