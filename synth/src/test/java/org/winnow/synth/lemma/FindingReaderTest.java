package org.winnow.synth.lemma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.winnow.synth.answer.SolutionSteps;

class FindingReaderTest {
  private static <V> String read(FindingReader<V> reader, AnswerForm form, String answer) {
    return reader
        .read(form, answer)
        .fold(() -> "CORRECT", error -> error.toString().toLowerCase(Locale.ROOT), () -> "INVALID");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          The solution is incorrect, the first wrong step is step 5, and it is a slip. | 5
          The solution is correct, all steps hold.                                     | CORRECT
          The solution is correct.                                                     | CORRECT
          the solution is **incorrect**, the first wrong step is **Step 12**.          | 12
          First wrong step is step 2. The solution is incorrect.                       | 2
          The solution is incorrect, the first wrong step is step 3; yes, the first wrong step is step 3. | 3
          Whether the solution is correct, I check. The solution is incorrect, the first wrong step is step 1. | 1
          The solution is correct up to step 3.                                        | INVALID
          The solution is not correct.                                                 | INVALID
          The solution is correct. But the first wrong step is step 2.                 | INVALID
          The solution is incorrect.                                                   | INVALID
          The solution is incorrect, the first wrong step is step two.                 | INVALID
          The solution is incorrect, the first wrong step is step -1.                  | INVALID
          The solution is incorrect, the first wrong step is step 99999999999.         | INVALID
          The solution is incorrect, the first wrong step is step 2, or the first wrong step is step 3. | INVALID
          Step 5 is wrong.                                                             | INVALID
          incorrect                                                                    | INVALID
          """)
  void readsTheStepOfAText(String answer, String finding) {
    assertThat(read(FindingReader.STEP, AnswerForm.TEXT, answer)).isEqualTo(finding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          The solution is incorrect, the error type is missing_step.               | missing_step
          The solution is incorrect, the error type is `Operator Error`.           | operator_error
          The solution is correct.                                                 | CORRECT
          The solution is incorrect, the error type is a mystery.                  | INVALID
          The solution is incorrect. It could be missing_step or operator_error.   | INVALID
          The error type is missing_step.                                          | INVALID
          """)
  void readsTheTypeOfAText(String answer, String finding) {
    assertThat(read(FindingReader.TYPE, AnswerForm.TEXT, answer)).isEqualTo(finding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"reasoning": "step 9", "verdict": "incorrect", "step": 5} | 5
          {"reasoning": "", "verdict": "correct", "step": 0}         | CORRECT
          {"reasoning": "", "verdict": "correct", "step": 3}         | INVALID
          {"reasoning": "", "verdict": "incorrect", "step": -1}      | INVALID
          {"reasoning": "", "verdict": "incorrect"}                  | INVALID
          {"reasoning": "", "verdict": "perhaps", "step": 1}         | INVALID
          ["incorrect", 5]                                           | INVALID
          {"verdict": "incorrect", "step":                           | INVALID
          The solution is incorrect, the first wrong step is step 5. | INVALID
          """)
  void readsTheStepOfAnObject(String answer, String finding) {
    assertThat(read(FindingReader.STEP, AnswerForm.JSON, answer)).isEqualTo(finding);
  }

  @Test
  void everyTypeIsReadBack() {
    for (ErrorType type : ErrorType.values()) {
      String text = "The solution is incorrect, the error type is " + type.label() + ".";
      String json = "{\"verdict\": \"incorrect\", \"error_type\": \"" + type.label() + "\"}";

      assertThat(read(FindingReader.TYPE, AnswerForm.TEXT, text)).isEqualTo(type.label());
      assertThat(read(FindingReader.TYPE, AnswerForm.JSON, json)).isEqualTo(type.label());
    }
  }

  @Test
  void cuttingOffAtAStepKeepsItAndAtMostAll() {
    SolutionSteps steps = SolutionSteps.of("It costs 0.5 a piece. Ten cost 5.\nThe answer is 5.");

    assertThat(steps.steps()).hasSize(3);
    assertThat(steps.truncateAfter(1)).isEqualTo("It costs 0.5 a piece.");
    assertThat(steps.truncateAfter(2)).isEqualTo("It costs 0.5 a piece. Ten cost 5.");
    assertThat(steps.truncateAfter(9)).isEqualTo(steps.text());
  }
}
