package org.winnow.synth.llm2llm;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.Forecast;
import org.winnow.synth.teacher.Spending;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherSettings;
import org.winnow.synth.teacher.TokenUsage;

/**
 * What rounds of LLM2LLM ask a teacher, before anything is sent.
 *
 * <p>How many seeds are wrong, and what the teacher's items are worth, is not known before. So one
 * end is foreseen: the student gets every seed wrong in every round, and no item is ever accepted.
 * Then {@code rounds x attempts x seeds x (1 + items_per_seed)} requests are made, without the
 * {@code items_per_seed} where items are not confirmed. No run makes more: an attempt asks once for
 * each seed that lacks items, and lets at most as many as it lacks be confirmed. A request that
 * fails and is sent again counts once.
 *
 * @param first the requests of the first attempt of the first round if every seed is wrong; their
 *     texts are exact
 * @param most all requests in that end, those with known answers among them. Their number is a
 *     bound. Tokens are estimated: those of requests for items from their exact texts in that end,
 *     those of confirmations as if new questions were as long as their seeds'. Money is that of
 *     these tokens, zero for a model without a price
 */
public record Llm2LlmForecast(Forecast first, Spending most) {
  private static final int FIRST = 1;

  public Llm2LlmForecast {
    requireNonNull(first, "first is null");
    requireNonNull(most, "most is null");
  }

  /**
   * Makes the forecast; asks and writes nothing.
   *
   * @param cache answers that are known
   */
  public static Llm2LlmForecast of(
      TaskTemplate task,
      Llm2LlmOptions options,
      List<Item> seeds,
      TeacherSettings settings,
      AnswerCache cache) {
    ItemRequests requests = new ItemRequests(task, options, FIRST);
    List<TeacherRequest> first = of(requests, seeds, FIRST);
    Total total = new Total();
    for (int attempt = 1; attempt <= options.attempts(); attempt++) {
      for (TeacherRequest request : of(requests, seeds, attempt)) {
        total.add(settings.estimate().of(request), options.rounds());
      }
    }
    if (options.confirm()) {
      long times = (long) options.rounds() * options.attempts() * options.itemsPerSeed();
      for (Item seed : seeds) {
        TeacherRequest request = requests.confirmation(seed, seed.question());
        total.add(settings.estimate().of(request), times);
      }
    }
    TokenUsage tokens = new TokenUsage(total.input, total.output);
    String model = options.parameters().model();
    BigDecimal money = settings.prices().cost(model, tokens).orElse(BigDecimal.ZERO);
    return new Llm2LlmForecast(
        Forecast.of(first, settings, cache),
        new Spending(mostRequests(options, seeds.size()), tokens, money));
  }

  private static List<TeacherRequest> of(ItemRequests requests, List<Item> seeds, int attempt) {
    List<TeacherRequest> all = new ArrayList<>();
    for (Item seed : seeds) {
      all.add(requests.of(seed, List.of(), requests.options().itemsPerSeed(), attempt));
    }
    return all;
  }

  private static long mostRequests(Llm2LlmOptions options, int seeds) {
    long ofSeed = 1 + (options.confirm() ? options.itemsPerSeed() : 0);
    return Math.multiplyExact((long) options.rounds() * options.attempts() * seeds, ofSeed);
  }

  private static final class Total {
    private long input;
    private long output;

    void add(TokenUsage tokens, long times) {
      input = Math.addExact(input, Math.multiplyExact(times, tokens.input()));
      output = Math.addExact(output, Math.multiplyExact(times, tokens.output()));
    }
  }
}
