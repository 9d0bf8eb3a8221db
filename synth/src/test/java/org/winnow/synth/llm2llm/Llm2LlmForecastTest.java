package org.winnow.synth.llm2llm;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.AnswerReader;
import org.winnow.synth.teacher.CachedTeacher;
import org.winnow.synth.teacher.Forecast;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.Price;
import org.winnow.synth.teacher.PriceList;
import org.winnow.synth.teacher.Spending;
import org.winnow.synth.teacher.TeacherSettings;
import org.winnow.synth.teacher.TokenUsage;

class Llm2LlmForecastTest {
  private static final GenerationParameters PARAMETERS =
      GenerationParameters.of("rule").withMaxTokens(10);

  /** A request is as many tokens as its question's and its count together. */
  private static final class CountedTask implements TaskTemplate {
    @Override
    public String name() {
      return "counted";
    }

    @Override
    public List<Message> request(Item seed, List<String> known, int count) {
      return question(seed.question() + "four".repeat(count));
    }

    @Override
    public List<Message> question(String question) {
      return List.of(new Message(Role.USER, question));
    }

    @Override
    public boolean isRight(String stated, String right) {
      return false;
    }

    @Override
    public Optional<Flaw> flaw(String question, String answer) {
      return Optional.empty();
    }
  }

  @Test
  void tokensAndMoneyAreThoseOfAHandComputation(@TempDir Path folder) {
    TeacherSettings settings =
        TeacherSettings.STANDARD.withPrices(
            new PriceList(Map.of("rule", new Price(BigDecimal.ONE, BigDecimal.valueOf(2)))));
    List<Item> seeds = List.of(new Item("a", "four", "x"), new Item("b", "fourfour", "x"));
    Llm2LlmOptions options =
        new Llm2LlmOptions(2, 2, 3, 3, new BigDecimal("0.95"), true, -1, PARAMETERS);

    Llm2LlmForecast forecast =
        Llm2LlmForecast.of(new CountedTask(), options, seeds, settings, new AnswerCache(folder));

    // Two items are asked for, then three and three: (1 + 2) + (2 + 2) tokens, then 9 and 9.
    assertThat(forecast.first())
        .isEqualTo(
            new Forecast(
                2, 0, new TokenUsage(7, 20), Optional.of(new BigDecimal("0.000047")), List.of()));
    // In two rounds 2 * 25 tokens for items; 12 confirmations of each seed take 12 * (1 + 2).
    assertThat(forecast.most())
        .isEqualTo(new Spending(36, new TokenUsage(86, 360), new BigDecimal("0.000806")));
  }

  @Test
  void aTeacherThatContradictsItselfAndAStudentThatLearnsNothingReachTheBound(
      @TempDir Path folder) {
    RuleTeacher contradicting =
        new RuleTeacher(
            (request, text) ->
                RuleTeacher.writesItems(request)
                    ? newItems(request.parameters().seed().orElseThrow())
                    : "It is -1.");
    Llm2LlmOptions options = options(3, 2, 4, true);

    Llm2Llm.Result result = run(contradicting, options);

    assertThat(result.items()).isEmpty();
    assertThat(contradicting.asked)
        .hasSize(3 * 4 * 3 * (1 + 2))
        .hasSize((int) forecast(options, folder).most().requests());
  }

  @Test
  void runsThatGetItemsStayBelowTheBound(@TempDir Path folder) {
    for (boolean confirm : List.of(true, false)) {
      for (int items : List.of(1, 3)) {
        Llm2LlmOptions options = options(2, items, 3, confirm);
        RuleTeacher teacher = new RuleTeacher((request, text) -> text);

        run(teacher, options);

        assertThat(teacher.asked)
            .isNotEmpty()
            .hasSizeLessThan((int) forecast(options, folder).most().requests());
      }
    }
  }

  @Test
  void withoutConfirmationsOnlyItemsAreAskedFor(@TempDir Path folder) {
    assertThat(forecast(options(3, 2, 4, false), folder).most().requests()).isEqualTo(3 * 4 * 3);
  }

  @Test
  void whatARunHasAskedIsKnown(@TempDir Path folder) {
    AnswerCache cache = new AnswerCache(folder);
    Llm2LlmOptions options = options(1, 1, 1, false);
    try (CachedTeacher teacher =
        new CachedTeacher(
            new RuleTeacher((request, text) -> text), cache, new AnswerReader(PriceList.NONE))) {
      new Llm2Llm(new MathsTask(), teacher, wrong(), options).run(seeds().subList(0, 2), List.of());
    }

    Forecast first =
        Llm2LlmForecast.of(new MathsTask(), options, seeds(), TeacherSettings.STANDARD, cache)
            .first();

    assertThat(first.requests()).isEqualTo(3);
    assertThat(first.known()).isEqualTo(2);
    assertThat(first.tokens().output()).isEqualTo(10);
  }

  private static Llm2LlmForecast forecast(Llm2LlmOptions options, Path cache) {
    return Llm2LlmForecast.of(
        new MathsTask(), options, seeds(), TeacherSettings.STANDARD, new AnswerCache(cache));
  }

  private static Llm2Llm.Result run(RuleTeacher teacher, Llm2LlmOptions options) {
    return new Llm2Llm(new MathsTask(), teacher, wrong(), options).run(seeds(), List.of());
  }

  private static Llm2LlmOptions options(int rounds, int items, int attempts, boolean confirm) {
    return new Llm2LlmOptions(
        rounds, items, attempts, 10, new BigDecimal("0.95"), confirm, -1, PARAMETERS);
  }

  private static List<Item> seeds() {
    return Stream.of("Ann", "Bob", "Cy")
        .map(
            who ->
                new Item(who, RuleTeacher.question(who, 5, "hats", 2), RuleTeacher.solution(5, 2)))
        .toList();
  }

  /** Three items that occur in no other request: a request's seed is its own. */
  private static String newItems(long seed) {
    StringBuilder text = new StringBuilder();
    for (int n = 1; n <= 3; n++) {
      String own = seed + "x" + n;
      text.append(n).append(". Question: ");
      text.append(RuleTeacher.question("P" + own, 5, "t" + own, n)).append("\nAnswer: ");
      text.append(RuleTeacher.solution(5, n)).append('\n');
    }
    return text.toString();
  }

  /** Gets everything wrong. */
  private static Students wrong() {
    return (round, items) ->
        new Students.Student() {
          @Override
          public Students.Answers answer(Map<String, List<Message>> questions) {
            return new Students.Answers(Map.of(), Map.of("says_nothing", questions.size()));
          }

          @Override
          public Map<String, Integer> notLearned() {
            return Map.of();
          }

          @Override
          public void close() {
            // holds nothing
          }
        };
  }
}
