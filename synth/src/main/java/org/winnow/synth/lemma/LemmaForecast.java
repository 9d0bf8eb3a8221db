package org.winnow.synth.lemma;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.Forecast;
import org.winnow.synth.teacher.Spending;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherSettings;
import org.winnow.synth.teacher.TokenUsage;

/**
 * What LEMMA asks a teacher, before anything is sent.
 *
 * <p>Of {@code w} wrong attempts and {@code e} errors that are planted, one request each classifies
 * or plants, and at most one locates the error, two revise it and two smooth these: at most {@code
 * 6 (w + e)} requests. A request that fails and is sent again counts once.
 *
 * @param wrong wrong attempts
 * @param planted errors to plant
 * @param first the requests that classify wrong attempts; their texts are exact
 * @param most all requests if nothing is rejected, those with known answers among them. Their
 *     number is a bound. Tokens are estimated, as if all were as long as those that classify; money
 *     is that of these tokens, zero for a model without a price
 */
public record LemmaForecast(int wrong, long planted, Forecast first, Spending most) {
  private static final int REQUESTS_OF_AN_ERROR = 6;

  public LemmaForecast {
    requireNonNull(first, "first is null");
    requireNonNull(most, "most is null");
  }

  /**
   * Makes the forecast for problems whose attempts are known; asks and writes nothing.
   *
   * @param cache answers that are known
   */
  public static LemmaForecast of(
      List<MathProblem> problems,
      LemmaSettings settings,
      TeacherSettings teacher,
      AnswerCache cache) {
    List<Attempt> attempts = new ArrayList<>();
    for (MathProblem problem : problems) {
      attempts.addAll(Comparison.of(problem, settings.seed()).wrong());
    }
    List<TeacherRequest> requests = requests(attempts, settings);
    return of(attempts, requests, Forecast.of(requests, teacher, cache), settings, teacher);
  }

  /**
   * Makes the forecast for problems whose attempts are not known yet: as if all were wrong, and as
   * long as the known solutions. The first requests are none then.
   *
   * @param samples attempts at each problem
   */
  public static LemmaForecast ofUnknown(
      List<MathProblem> problems, int samples, LemmaSettings settings, TeacherSettings teacher) {
    List<Attempt> attempts = new ArrayList<>();
    for (MathProblem problem : problems) {
      Optional<KnownAnswer> known = KnownAnswer.of(problem);
      if (known.isPresent()) {
        SolvedProblem solved = new SolvedProblem(problem, known.get(), problem.solution());
        for (int number = 0; number < samples; number++) {
          attempts.add(
              new Attempt(Candidate.of(solved, ErrorSource.STUDENT, number), problem.solution()));
        }
      }
    }
    Forecast none = Forecast.of(List.of(), teacher);
    return of(attempts, requests(attempts, settings), none, settings, teacher);
  }

  private static List<TeacherRequest> requests(List<Attempt> attempts, LemmaSettings settings) {
    ClassifyError stage = new ClassifyError(settings);
    return attempts.stream().map(stage::request).toList();
  }

  private static LemmaForecast of(
      List<Attempt> attempts,
      List<TeacherRequest> requests,
      Forecast first,
      LemmaSettings settings,
      TeacherSettings teacher) {
    long problems =
        attempts.stream().map(attempt -> attempt.candidate().solved()).distinct().count();
    long planted = Math.multiplyExact(problems, settings.injections());
    long most = Math.multiplyExact(attempts.size() + planted, (long) REQUESTS_OF_AN_ERROR);
    long input = 0;
    long output = 0;
    for (TeacherRequest request : requests) {
      TokenUsage estimate = teacher.estimate().of(request);
      input = Math.addExact(input, estimate.input());
      output = Math.addExact(output, estimate.output());
    }
    TokenUsage tokens =
        new TokenUsage(scaled(input, most, attempts.size()), scaled(output, most, attempts.size()));
    BigDecimal money =
        teacher.prices().cost(settings.parameters().model(), tokens).orElse(BigDecimal.ZERO);
    return new LemmaForecast(attempts.size(), planted, first, new Spending(most, tokens, money));
  }

  /** Tokens of {@code many} requests if {@code few} take so many, rounded up. */
  private static long scaled(long tokens, long many, int few) {
    return few == 0 ? 0 : (Math.multiplyExact(tokens, many) + few - 1) / few;
  }
}
