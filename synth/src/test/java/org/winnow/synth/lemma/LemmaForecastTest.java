package org.winnow.synth.lemma;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.AnswerReader;
import org.winnow.synth.teacher.CachedTeacher;
import org.winnow.synth.teacher.Price;
import org.winnow.synth.teacher.PriceList;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherSettings;

class LemmaForecastTest {
  private static final int PROBLEMS = 6;
  private static final TeacherSettings SETTINGS =
      TeacherSettings.STANDARD.withPrices(
          new PriceList(Map.of("rule", new Price(BigDecimal.ZERO, BigDecimal.valueOf(1000)))));

  @Test
  void aTeacherOfWhomNothingIsRejectedReachesTheBound(@TempDir Path folder) {
    AnswerCache cache = new AnswerCache(folder);
    LemmaForecast forecast =
        LemmaForecast.of(problems(), LemmaSettings.of("rule", 7), SETTINGS, cache);
    RuleTeacher teacher = new RuleTeacher();

    new Lemma(teacher, LemmaSettings.of("rule", 7)).run(problems());

    // Two wrong attempts and two planted errors of each problem.
    assertThat(forecast.wrong()).isEqualTo(2 * PROBLEMS);
    assertThat(forecast.planted()).isEqualTo(2 * PROBLEMS);
    assertThat(forecast.most().requests()).isEqualTo(6 * 4 * PROBLEMS);
    assertThat(teacher.asked()).hasSize(6 * 4 * PROBLEMS);

    // The first requests are the first that are asked; four characters make a token.
    assertThat(forecast.first().requests()).isEqualTo(2 * PROBLEMS);
    long tokens =
        teacher.asked().subList(0, 2 * PROBLEMS).stream()
            .flatMap(request -> request.messages().stream())
            .mapToLong(message -> (message.content().length() + 3) / 4)
            .sum();
    assertThat(forecast.first().tokens().input()).isEqualTo(tokens);
    // Twelve times as many requests, and answers of up to 4,096 tokens.
    assertThat(forecast.most().tokens().input()).isEqualTo(12 * tokens);
    assertThat(forecast.most().tokens().output()).isEqualTo(4096L * 6 * 4 * PROBLEMS);
    assertThat(forecast.most().money()).isEqualByComparingTo("589.824"); // 589,824 tokens
  }

  @Test
  void whatWasAskedIsKnown(@TempDir Path folder) {
    AnswerCache cache = new AnswerCache(folder);
    try (Teacher teacher =
        new CachedTeacher(new RuleTeacher(), cache, new AnswerReader(PriceList.NONE))) {
      new Lemma(teacher, LemmaSettings.of("rule", 7)).run(problems().subList(0, 2));
    }

    LemmaForecast forecast =
        LemmaForecast.of(problems(), LemmaSettings.of("rule", 7), SETTINGS, cache);

    assertThat(forecast.first().known()).isEqualTo(2 * 2);
  }

  @Test
  void attemptsThatAreNotKnownCountAsWrong() {
    LemmaForecast forecast =
        LemmaForecast.ofUnknown(problems(), 5, LemmaSettings.of("rule", 7), SETTINGS);

    assertThat(forecast.first().requests()).isZero();
    assertThat(forecast.most().requests()).isEqualTo(6 * (5 + 2) * PROBLEMS);
    assertThat(forecast.most().tokens().input()).isPositive();
  }

  @Test
  void whereNoAttemptIsWrongNothingIsAsked(@TempDir Path folder) {
    WordProblem right = WordProblem.number(0);

    LemmaForecast forecast =
        LemmaForecast.of(
            List.of(right.problem("p", List.of(right.solution()))),
            LemmaSettings.of("rule", 7),
            SETTINGS,
            new AnswerCache(folder));

    assertThat(forecast.most().requests()).isZero();
    assertThat(forecast.most().tokens().total()).isZero();
  }

  /** Each problem with one attempt that is right and two that are wrong. */
  private static List<MathProblem> problems() {
    return IntStream.range(0, PROBLEMS)
        .mapToObj(
            i -> {
              WordProblem problem = WordProblem.number(i);
              return problem.problem(
                  "p" + i,
                  List.of(
                      problem.attempt(1 + i % 3, 5),
                      problem.solution(),
                      problem.attempt(1 + (i + 1) % 3, -4)));
            })
        .toList();
  }
}
