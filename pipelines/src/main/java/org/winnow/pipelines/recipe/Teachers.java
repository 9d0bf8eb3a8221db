package org.winnow.pipelines.recipe;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.winnow.pipelines.recipe.SynthesisRecipe.RuleSet;
import org.winnow.pipelines.recipe.SynthesisRecipe.TeacherSection;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.WhenTooLong;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.synth.teacher.BudgetLimits;
import org.winnow.synth.teacher.Endpoint;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.LocalTeacher;
import org.winnow.synth.teacher.Price;
import org.winnow.synth.teacher.PriceList;
import org.winnow.synth.teacher.RateLimits;
import org.winnow.synth.teacher.TeacherSettings;

/** Reads the {@code teacher} of a recipe. */
final class Teachers {
  private static final String BUILTIN = "builtin:";
  private static final String STAND_IN = "http://localhost/v1";
  private static final int CONCURRENCY = 8;
  private static final int MAX_TOKENS = 1024;

  private Teachers() {}

  static TeacherSection read(RecipeNode node, Function<String, Path> resolve) {
    node.expectMapping(
        "a mapping such as {checkpoint: builtin:reference} or {url: ..., model: ...}");
    if (node.get("rules").isPresent()) {
      node.allowKeys("rules");
      RuleSet rules = node.get("rules").oneOfOr(RuleSet.ARITHMETIC, RuleSet.class);
      return new TeacherSection(Optional.empty(), Optional.empty(), Optional.of(rules));
    }
    boolean isLocal = node.get("checkpoint").isPresent();
    if (isLocal) {
      node.allowKeys("checkpoint", "url", "rules", "device", "temperature", "top_p", "max_tokens");
    } else {
      node.allowKeys(
          "checkpoint",
          "url",
          "rules",
          "model",
          "key_variable",
          "temperature",
          "top_p",
          "max_tokens",
          "concurrency",
          "requests_per_minute",
          "tokens_per_minute",
          "budget",
          "price");
    }
    if (isLocal == node.get("url").isPresent()) {
      node.problem("expected a checkpoint in this process, the url of a server, or rules");
    }
    if (isLocal) {
      String written = node.get("checkpoint").text("a checkpoint");
      String checkpoint = written.startsWith(BUILTIN) ? written : resolve.apply(written).toString();
      return TeacherSection.of(
          new ModelSpec(
              checkpoint,
              ModelSpec.CONTEXT,
              Models.device(node.get("device")),
              WhenTooLong.REJECT));
    }
    return new TeacherSection(Optional.empty(), endpoint(node), Optional.empty());
  }

  /** How the teacher generates; a checkpoint is called by its digest, see {@link LocalTeacher}. */
  static GenerationParameters parameters(RecipeNode node, TeacherSection teacher, long seed) {
    if (teacher.rules().isPresent()) {
      return GenerationParameters.of(teacher.rules().get().model()).withSeed(seed);
    }
    String model =
        teacher.checkpoint().isPresent()
            ? localName(node.get("checkpoint"), teacher.checkpoint().get())
            : node.get("model").text("the name of the server's model");
    double temperature = node.get("temperature").numberOr(1);
    double topP = node.get("top_p").positiveOr(1);
    if (temperature < 0 || topP > 1) {
      node.problem("expected a temperature from 0 and top_p up to 1");
      return GenerationParameters.of("-");
    }
    return new GenerationParameters(
        model.isBlank() ? "-" : model,
        OptionalDouble.of(temperature),
        topP == 1 ? OptionalDouble.empty() : OptionalDouble.of(topP),
        OptionalInt.of((int) node.get("max_tokens").wholeOr(MAX_TOKENS, 1, 1_000_000)),
        List.of(),
        OptionalLong.of(seed));
  }

  private static String localName(RecipeNode node, ModelSpec model) {
    try {
      return LocalTeacher.modelName(model.checkpoint());
    } catch (CheckpointException e) {
      node.problem(String.valueOf(e.getMessage()));
      return "-";
    }
  }

  /** The server that a teacher or a student is behind. */
  static Optional<EndpointSection> endpoint(RecipeNode node) {
    String url = node.get("url").textOr(STAND_IN, "the address of a server, up to /v1");
    Endpoint endpoint = Endpoint.of(URI.create(STAND_IN));
    try {
      endpoint = Endpoint.of(URI.create(url));
    } catch (IllegalArgumentException e) {
      // Not what it says: an address may hold a password.
      node.get("url")
          .problem("expected an http or https address with a host and nothing behind the path");
    }
    RecipeNode key = node.get("key_variable");
    if (key.isPresent()) {
      String variable = key.textOr("", "the name of an environment variable");
      if (variable.matches("[A-Za-z_][A-Za-z0-9_]{0,99}")) {
        endpoint = endpoint.withKeyFrom(variable);
      } else {
        // Not shown: it may be a key.
        key.problem("expected the name of an environment variable, found something else");
      }
    }
    RateLimits limits =
        new RateLimits(
            (int) node.get("concurrency").wholeOr(CONCURRENCY, 1, 10_000),
            whole(node.get("requests_per_minute")),
            whole(node.get("tokens_per_minute")));
    TeacherSettings settings = TeacherSettings.STANDARD.withLimits(limits).withPrices(prices(node));
    BudgetLimits budget = budget(node.get("budget"));
    if (budget.money().isPresent() && settings.prices().equals(PriceList.NONE)) {
      node.problem("a budget of money needs a price, such as {input: 0.5, output: 1.5}");
    }
    return Optional.of(new EndpointSection(endpoint, settings, budget));
  }

  private static OptionalLong whole(RecipeNode node) {
    return node.isPresent()
        ? OptionalLong.of(node.wholeOr(1, 1, Long.MAX_VALUE))
        : OptionalLong.empty();
  }

  private static BudgetLimits budget(RecipeNode node) {
    if (!node.isPresent() || !node.expectMapping("a mapping such as {requests: 1000}")) {
      return BudgetLimits.NONE;
    }
    node.allowKeys("requests", "tokens", "money");
    RecipeNode money = node.get("money");
    return new BudgetLimits(
        whole(node.get("requests")),
        whole(node.get("tokens")),
        money.isPresent() ? Optional.of(BigDecimal.valueOf(money.positive())) : Optional.empty());
  }

  private static PriceList prices(RecipeNode node) {
    RecipeNode price = node.get("price");
    if (!price.isPresent()
        || !price.expectMapping(
            "a mapping such as {input: 0.5, output: 1.5}, for a million tokens")) {
      return PriceList.NONE;
    }
    price.allowKeys("input", "output");
    return new PriceList(
        Map.of(
            node.get("model").textOr("-", "the name of the server's model"),
            new Price(money(price.get("input")), money(price.get("output")))));
  }

  private static BigDecimal money(RecipeNode node) {
    double amount = node.numberOr(-1);
    if (amount < 0) {
      node.problem("expected a number from 0, found " + node.shown());
      return BigDecimal.ZERO;
    }
    return BigDecimal.valueOf(amount);
  }
}
