package org.winnow.synth.llm2llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tasks take for right and for well-formed, decided by hand. */
class TasksTest {
  private static final String CHOICES = "Which is a fruit?\nA) stone\nB) apple\nC) chair";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "B | B | true",
        "(B) | B | true",
        "B. | B | true",
        "B) apple | B | true",
        "The answer is B. | B | true",
        "C | B | false",
        "I think it is (B) | I | false",
        "A is wrong, the answer is B | B | true",
        "A is wrong, the answer is B | A | false",
        "Banana | B | false",
      })
  void choicesAreLettersAndNotFirstLetters(String said, String right, boolean isRight) {
    assertThat(new ChoiceTask().isRight(said, right)).isEqualTo(isRight);
  }

  @Test
  void choicesNeedTwoLettersAndOneOfThem() {
    ChoiceTask task = new ChoiceTask();
    assertThat(task.flaw(CHOICES, "B")).isEmpty();
    assertThat(reason(task.flaw(CHOICES, "D"))).isEqualTo("answer_form");
    assertThat(reason(task.flaw("Which?\nA) one", "A"))).isEqualTo("choices");
    assertThat(reason(task.flaw("Which?\nA) one\nA) two\nB) three", "A"))).isEqualTo("choices");
  }

  @Test
  void labelsKeepTheirWriting() {
    LabelTask task = new LabelTask(new LinkedHashSet<>(List.of("ABBR", "Human")));
    assertThat(task.question("Who?").get(0).content()).isEqualTo("Who?\n\nOne of: ABBR, Human.");
    assertThat(task.isRight("human.", "Human")).isTrue();
    assertThat(task.isRight("ABBR", "Human")).isFalse();
    assertThat(task.flaw("Who?", "abbr")).isEmpty();
    assertThat(reason(task.flaw("Who?", "animal"))).isEqualTo("answer_form");
    assertThatThrownBy(() -> new LabelTask(Set.of("x", "X")))
        .hasMessageStartingWith("expected two labels or more, got ");
  }

  @Test
  void instructionsAreRightWhereEnoughIsShared() {
    InstructionTask task = new InstructionTask(new BigDecimal("0.6"));
    // 4 of 5 and 5 words in common: F = 8 / 10.
    assertThat(task.isRight("one two three four six", "one two three four five")).isTrue();
    // 3 of 5 and 5: F = 6 / 10, which is not more than .6.
    assertThat(task.isRight("one two three six seven", "one two three four five")).isFalse();
    assertThat(task.isRight("\u4f60\u597d", "\u4f60\u597d")).isTrue();
  }

  @Test
  void mathsNeedsOneMarkAndANumberBehindIt() {
    MathsTask task = new MathsTask();
    assertThat(task.flaw("q", "3+4=<<3+4=7>>7\n#### 7")).isEmpty();
    assertThat(task.flaw("q", "It costs\n#### -$1,250.50")).isEmpty();
    assertThat(reason(task.flaw("q", "7"))).isEqualTo("answer_form");
    assertThat(reason(task.flaw("q", "#### 7\n#### 8"))).isEqualTo("answer_form");
    assertThat(reason(task.flaw("q", "#### 7 apples"))).isEqualTo("answer_form");
    assertThat(reason(task.flaw("q", "3+4=<<3+4=8>>8\n#### 8"))).isEqualTo("wrong_calculation");
    assertThat(task.isRight("So it is 7.", "#### 7")).isTrue();
    assertThat(task.isRight("#### -7", "#### 7")).isFalse();
  }

  @Test
  void questionsInOtherLettersAreComparedAsAWhole() {
    Novelty novelty = new Novelty(new BigDecimal("0.95"));
    novelty.add("seed 1", "\u4e00\u5171\u6709 3 \u4e2a");
    assertThat(novelty.likeness("\u8fd8\u5269 3 \u4e2a")).isEmpty();
    assertThat(novelty.likeness("\u4e00\u5171\u6709 3 \u4e2a")).contains("seed 1");
    // One of 20 words differs: .95 is not more than .95.
    novelty.add("seed 2", "a b c d e f g h i j k l m n o p q r s t");
    assertThat(novelty.likeness("a b c d e f g h i j k l m n o p q r s u")).isEmpty();
    assertThat(novelty.likeness("A b c d e f g h i j k l m n o p q r s t!")).contains("seed 2");
  }

  private static String reason(Optional<TaskTemplate.Flaw> flaw) {
    return flaw.orElseThrow().reason();
  }
}
