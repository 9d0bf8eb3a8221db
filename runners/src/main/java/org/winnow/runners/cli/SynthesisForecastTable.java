package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.winnow.pipelines.recipe.EndpointSection;
import org.winnow.pipelines.recipe.SynthesisRecipe;
import org.winnow.pipelines.run.SynthesisForecast;
import org.winnow.pipelines.run.SynthesisRun;
import org.winnow.synth.teacher.BudgetLimits;
import org.winnow.synth.teacher.Forecast;
import org.winnow.synth.teacher.PriceList;
import org.winnow.synth.teacher.Spending;
import org.winnow.synth.teacher.TokenUsage;

/** Shows what a run that makes samples would ask: each line says how sure it is. */
final class SynthesisForecastTable {
  private static final String EXACT = "exact";
  private static final String ESTIMATE = "estimate";
  private static final String BOUND = "bound";
  private static final int HUNDRED = 100;

  private SynthesisForecastTable() {}

  static void print(SynthesisRecipe recipe, Path output, SynthesisRun.Plan plan, PrintWriter out) {
    SynthesisForecast forecast = plan.forecast();
    out.printf(Locale.ROOT, "%s: %s -> %s%n", recipe.name(), forecast.origin(), output);
    plan.leftOut()
        .forEach((reason, rows) -> out.printf(Locale.ROOT, "  left out: %s %,d%n", reason, rows));
    out.println();
    print("students", "", forecast.student(), out);
    Forecast first = forecast.first();
    print(
        "first requests",
        EXACT,
        String.format(
            Locale.ROOT,
            "%,d, %s; %,d of them in the cache",
            first.requests(),
            forecast.when(),
            first.known()),
        out);
    boolean hasPrice =
        recipe
            .server()
            .map(server -> !server.settings().prices().equals(PriceList.NONE))
            .orElse(false);
    BigDecimal cost = first.cost().orElse(BigDecimal.ZERO);
    print("", ESTIMATE, "the others take " + takes(first.tokens(), cost, hasPrice), out);
    Spending most = forecast.most();
    print(
        "all requests",
        BOUND,
        String.format(Locale.ROOT, "at most %,d: %s", most.requests(), forecast.how()),
        out);
    print("", ESTIMATE, "these take " + takes(most.tokens(), most.money(), hasPrice), out);
    recipe.server().ifPresent(server -> print(server, most, out));
    out.printf(
        Locale.ROOT,
        "%nTokens are counted as a quarter of the characters, answers as long as max_tokens allows.%n");
  }

  private static void print(EndpointSection server, Spending most, PrintWriter out) {
    BudgetLimits budget = server.budget();
    List<BudgetLimits.Shortfall> shortfalls = budget.shortfalls(most);
    if (budget.equals(BudgetLimits.NONE)) {
      print("budget", EXACT, "none", out);
    } else if (shortfalls.isEmpty()) {
      print("budget", ESTIMATE, "allows all of it", out);
    }
    for (int i = 0; i < shortfalls.size(); i++) {
      print(
          "budget",
          ESTIMATE,
          String.format(
              Locale.ROOT,
              "%s would end it%s, after %.1f%% of the most",
              shortfalls.get(i).limit(),
              i == 0 ? " first" : "",
              HUNDRED * shortfalls.get(i).share()),
          out);
    }
    print(
        "failures",
        BOUND,
        String.format(
            Locale.ROOT,
            "a request that fails is sent up to %,d times; beyond the first not counted above",
            server.settings().retries().attempts()),
        out);
  }

  private static void print(String label, String sureness, String text, PrintWriter out) {
    out.printf(Locale.ROOT, "%-15s %-9s %s%n", label, sureness, text);
  }

  private static String takes(TokenUsage tokens, BigDecimal money, boolean hasPrice) {
    return String.format(
        Locale.ROOT,
        "%,d tokens of input and %,d of output; %s",
        tokens.input(),
        tokens.output(),
        hasPrice ? "money " + money.toPlainString() : "no price is given");
  }
}
