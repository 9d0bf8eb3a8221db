package org.winnow.synth.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the package says of 400 questions of GSM8K, with the solutions that four models gave to each
 * and the labels that were published with them.
 */
class Gsm8kSolutionsTest {
  private static final Pattern NOTED_VALUE = Pattern.compile("=(-?[\\d.]+)>>");

  private record Solution(String reference, String text, boolean isCorrect) {}

  private static final List<String> REFERENCES = new ArrayList<>();
  private static final List<Solution> SOLUTIONS = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    try (InputStream resource =
            Gsm8kSolutionsTest.class.getResourceAsStream("/gsm8k/solutions.jsonl");
        var rows = new ObjectMapper().readerFor(JsonNode.class).<JsonNode>readValues(resource)) {
      while (rows.hasNext()) {
        JsonNode row = rows.next();
        String reference = row.get("answer").asText();
        REFERENCES.add(reference);
        for (JsonNode solution : row.get("solutions")) {
          SOLUTIONS.add(
              new Solution(
                  reference,
                  solution.get("text").asText(),
                  solution.get("is_correct").asBoolean()));
        }
      }
    }
  }

  /**
   * No disagreement: nothing that is labelled wrong is taken for right, and nothing the reverse.
   */
  @Test
  void agreesWithThePublishedLabels() {
    Map<String, Long> table =
        count(
            SOLUTIONS,
            solution ->
                (solution.isCorrect() ? "labelled right, " : "labelled wrong, ")
                    + verdict(solution));

    assertThat(table)
        .isEqualTo(
            Map.of(
                "labelled right, equal", 615L,
                "labelled wrong, not equal", 980L,
                "labelled wrong, no answer", 5L));
  }

  /**
   * The comparator of a published pipeline keeps digits and points only, and takes three wrong
   * answers for right: -200 for 200, and -10 for 10 twice.
   */
  @Test
  void tellsSignsApartWhichDigitsAloneDoNot() {
    List<Solution> alike =
        SOLUTIONS.stream()
            .filter(solution -> !solution.isCorrect())
            .filter(
                solution ->
                    FinalAnswer.stated(solution.text()).map(Gsm8kSolutionsTest::digits).stream()
                        .anyMatch(
                            digits(FinalAnswer.stated(solution.reference()).orElseThrow())::equals))
            .toList();

    assertThat(alike).hasSize(3);
    assertThat(alike).allMatch(solution -> verdict(solution).equals("not equal"));
  }

  private static String digits(String answer) {
    return answer.replaceAll("[^0-9.]", "");
  }

  private static String verdict(Solution solution) {
    String reference = FinalAnswer.stated(solution.reference()).orElseThrow();
    return FinalAnswer.stated(solution.text())
        .map(answer -> AnswerEquality.equal(reference, answer) ? "equal" : "not equal")
        .orElse("no answer");
  }

  @Test
  void findsNoWrongCalculationInReferences() {
    assertThat(count(REFERENCES, Gsm8kSolutionsTest::calculations))
        .isEqualTo(Map.of("AllRight", 393L, "NoneNoted", 7L));
  }

  /** The nine wrong ones and the unreadable ones were looked at one by one. */
  @Test
  void findsTheWrongCalculationsOfModels() {
    assertThat(count(SOLUTIONS, solution -> calculations(solution.text())))
        .isEqualTo(Map.of("AllRight", 1568L, "NoneNoted", 11L, "Unreadable", 12L, "Wrong", 9L));
  }

  private static String calculations(String solution) {
    return CalculatorCheck.check(solution).getClass().getSimpleName();
  }

  @Test
  void findsPlantedMistakesWhereTheyAre() {
    int planted = 0;
    for (String reference : REFERENCES) {
      Matcher values = NOTED_VALUE.matcher(reference);
      while (values.find()) {
        String wrong =
            reference.substring(0, values.start(1)) + "1" + reference.substring(values.start(1));
        int position = reference.lastIndexOf("<<", values.start());

        assertThat(CalculatorCheck.check(wrong))
            .isInstanceOfSatisfying(
                CalculatorCheck.Wrong.class,
                found -> {
                  assertThat(found.position()).isEqualTo(position);
                  assertThat(found.found()).isEqualTo("1" + values.group(1));
                });
        planted++;
      }
    }
    assertThat(planted).isGreaterThan(1000);
  }

  @Test
  void cutsEverySolutionIntoItsLinesAtLeast() {
    for (Solution solution : SOLUTIONS) {
      SolutionSteps steps = SolutionSteps.of(solution.text());

      assertThat(steps.text()).isEqualTo(solution.text());
      assertThat(steps.steps()).noneMatch(step -> step.contains("\n"));
      assertThat(steps.steps().size())
          .isGreaterThanOrEqualTo(
              (int) solution.text().lines().filter(line -> !line.isBlank()).count());
    }
  }

  private static <T> Map<String, Long> count(List<T> rows, Function<T, String> kind) {
    return rows.stream().collect(Collectors.groupingBy(kind, TreeMap::new, Collectors.counting()));
  }
}
