package org.winnow.synth.ultraprompt;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.Forecast;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.Spending;
import org.winnow.synth.teacher.TeacherAnswer;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherSettings;
import org.winnow.synth.teacher.TokenUsage;

/**
 * What a search would ask the teacher who rewrites, before anything is asked.
 *
 * @param first the first rewrite of each tree; their number and texts are exact, whatever the root
 *     is worth
 * @param most all rewrites if every one is of no use until its last attempt. Their number is a
 *     bound; tokens are estimated as if all instructions were as long as the raw ones. Money is
 *     that of these tokens, zero for a model without a price
 */
public record UltraPromptForecast(Forecast first, Spending most) {
  public UltraPromptForecast {
    requireNonNull(first, "first is null");
    requireNonNull(most, "most is null");
  }

  /**
   * Makes the forecast; asks and writes nothing.
   *
   * @param trees as they start, searched by the same settings
   * @param rewriting how the teacher generates
   * @param cache answers that are known
   */
  public static UltraPromptForecast of(
      List<SearchTree> trees,
      GenerationParameters rewriting,
      TeacherSettings settings,
      AnswerCache cache) {
    List<TeacherRequest> first = new ArrayList<>();
    long requests = 0;
    long input = 0;
    long output = 0;
    for (SearchTree tree : trees) {
      long times =
          Math.multiplyExact((long) tree.settings().iterations(), tree.settings().attempts());
      requests = Math.addExact(requests, times);
      for (TeacherRequest request : firstRewrite(tree, rewriting)) {
        first.add(request);
        TokenUsage tokens = settings.estimate().of(request);
        input = Math.addExact(input, Math.multiplyExact(times, tokens.input()));
        output = Math.addExact(output, Math.multiplyExact(times, tokens.output()));
      }
    }
    TokenUsage tokens = new TokenUsage(input, output);
    BigDecimal money = settings.prices().cost(rewriting.model(), tokens).orElse(BigDecimal.ZERO);
    return new UltraPromptForecast(
        Forecast.of(first, settings, cache), new Spending(requests, tokens, money));
  }

  /** With one node, that node is rewritten: what it is worth does not matter. */
  private static List<TeacherRequest> firstRewrite(
      SearchTree tree, GenerationParameters rewriting) {
    int responses = tree.settings().responses();
    TeacherAnswer any =
        new TeacherAnswer("-", "stop", TokenUsage.NONE, Optional.empty(), 1, false, "");
    SearchTree responded = Search.responded(tree, Collections.nCopies(responses, any)).tree();
    SearchTree scored =
        Search.scored(responded, Collections.nCopies(responses, new RewardResult.Value(0))).tree();
    return scored.draft().isPresent() ? Search.rewriteRequests(scored, rewriting) : List.of();
  }
}
