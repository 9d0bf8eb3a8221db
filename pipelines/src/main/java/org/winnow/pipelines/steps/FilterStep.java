package org.winnow.pipelines.steps;

import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.winnow.pipelines.recipe.RecipeNode;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.checkpoint.TokenizerFolder;
import org.winnow.scorers.text.TokenCounter;
import org.winnow.transforms.hygiene.FilterRows;
import org.winnow.transforms.hygiene.LanguageRule;
import org.winnow.transforms.hygiene.Languages;
import org.winnow.transforms.hygiene.PhraseRule;
import org.winnow.transforms.hygiene.RepetitionRule;
import org.winnow.transforms.hygiene.RepetitionRule.Measure;
import org.winnow.transforms.hygiene.ResponseCharsRule;
import org.winnow.transforms.hygiene.RowRule;
import org.winnow.transforms.hygiene.SamplePart;
import org.winnow.transforms.hygiene.TokensRule;
import org.winnow.transforms.hygiene.TurnsRule;

/**
 * {@code filter}: drops rows that break rules.
 *
 * @param rules those that need no tokenizer, the cheap ones first
 * @param tokens limits in tokens, whose tokenizer may be left open as an empty text
 */
record FilterStep(List<RowRule> rules, Optional<TokensRule> tokens) implements StepSpec {
  private static final BigDecimal HALF = BigDecimal.valueOf(50);
  private static final int JUDGED_CHARS = 80;
  private static final int JUDGED_WORDS = 50;

  static final StepType TYPE =
      new StepType(
          "filter",
          "Drops rows that break a rule, in one pass; a row leaves for the first rule that it"
              + " breaks, in the order turns, characters, phrases, repetition, language, tokens.",
          List.of(
              new OptionDoc(
                  "length",
                  "{min_tokens, max_tokens, tokenizer: FOLDER, min_chars, max_chars}",
                  "",
                  "Tokens of the whole conversation as the chat template writes it, by the recipe's"
                      + " model unless tokenizer names a folder; characters of the responses."),
              new OptionDoc(
                  "turns",
                  "well_formed",
                  "",
                  "Users and assistant take turns behind an optional system message, the assistant"
                      + " ends, tools answer the assistant, no message is blank."),
              new OptionDoc(
                  "max_turns",
                  "a whole number from 2",
                  "",
                  "Messages of users and assistant at most; includes turns: well_formed."),
              new OptionDoc(
                  "phrases",
                  "list of texts",
                  "",
                  "Refusals and boilerplate: taken literally, in any case. A row that holds one"
                      + " leaves."),
              new OptionDoc(
                  "phrases_in",
                  "prompt, response or sample",
                  "response",
                  "Where phrases are searched."),
              new OptionDoc(
                  "repetition",
                  "{min_words: 50, lines: 30%, line_chars: 20%, top_2gram: 20%, ...}",
                  "",
                  "The most that responses may repeat themselves, by Gopher's measures and limits"
                      + " where none is written: lines, line_chars, top_2gram to top_4gram,"
                      + " repeated_5grams to repeated_10grams. Responses of fewer than min_words"
                      + " words are kept."),
              new OptionDoc(
                  "language",
                  "{allow: [en, de], min_probability: 50%, min_chars: 80}",
                  "",
                  "Languages by codes of two or three letters. min_probability is of the likeliest"
                      + " allowed language against the likeliest other one; conversations of fewer"
                      + " than min_chars characters are kept.")),
          "filter: {length: {max_tokens: 1024}, turns: well_formed, language: {allow: [en]},"
              + " repetition: {}, phrases: [\"as an AI language model\"]}",
          FilterStep::read);

  private static StepSpec read(RecipeNode body) {
    body.expectMapping("a mapping such as {turns: well_formed, language: {allow: [en]}}");
    body.allowKeys(TYPE.options().stream().map(OptionDoc::name).toArray(String[]::new));
    if (TYPE.options().stream().noneMatch(option -> body.get(option.name()).isPresent())) {
      body.problem("expected at least one rule, found none");
    }
    RecipeNode length = body.get("length");
    if (length.isPresent()) {
      length.expectMapping("a mapping such as {max_tokens: 1024}");
      length.allowKeys("min_tokens", "max_tokens", "tokenizer", "min_chars", "max_chars");
    }
    List<RowRule> rules = new ArrayList<>();
    turns(body).ifPresent(rules::add);
    chars(length).ifPresent(rules::add);
    phrases(body).ifPresent(rules::add);
    repetition(body.get("repetition")).ifPresent(rules::add);
    language(body.get("language")).ifPresent(rules::add);
    return new FilterStep(List.copyOf(rules), tokens(length));
  }

  private static Optional<RowRule> turns(RecipeNode body) {
    RecipeNode turns = body.get("turns");
    if (turns.isPresent() && !turns.text("well_formed").equals("well_formed")) {
      turns.problem("expected well_formed, found " + turns.shown());
    }
    if (!turns.isPresent() && !body.get("max_turns").isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new TurnsRule(
            (int) body.get("max_turns").wholeOr(Integer.MAX_VALUE, 2, Integer.MAX_VALUE)));
  }

  private static Optional<RowRule> chars(RecipeNode length) {
    if (!length.get("min_chars").isPresent() && !length.get("max_chars").isPresent()) {
      return Optional.empty();
    }
    long min = length.get("min_chars").wholeOr(0, 0, Long.MAX_VALUE);
    return Optional.of(
        new ResponseCharsRule(
            min, length.get("max_chars").wholeOr(Long.MAX_VALUE, min, Long.MAX_VALUE)));
  }

  private static Optional<TokensRule> tokens(RecipeNode length) {
    if (!length.get("min_tokens").isPresent() && !length.get("max_tokens").isPresent()) {
      if (length.get("tokenizer").isPresent()) {
        length.get("tokenizer").problem("expected only together with min_tokens or max_tokens");
      }
      return Optional.empty();
    }
    long min = length.get("min_tokens").wholeOr(0, 0, Long.MAX_VALUE);
    return Optional.of(
        new TokensRule(
            length.get("tokenizer").textOr("", "the folder of a tokenizer"),
            min,
            length.get("max_tokens").wholeOr(Long.MAX_VALUE, min, Long.MAX_VALUE)));
  }

  private static Optional<RowRule> phrases(RecipeNode body) {
    SamplePart where = body.get("phrases_in").oneOfOr(SamplePart.RESPONSE, SamplePart.class);
    RecipeNode list = body.get("phrases");
    if (!list.isPresent()) {
      if (body.get("phrases_in").isPresent()) {
        body.get("phrases_in").problem("expected only together with phrases");
      }
      return Optional.empty();
    }
    List<String> phrases =
        list.items("phrases").stream()
            .map(item -> item.text("a phrase"))
            .filter(phrase -> !phrase.isBlank())
            .toList();
    if (phrases.isEmpty()) {
      list.problem("expected at least one phrase");
      return Optional.empty();
    }
    return Optional.of(new PhraseRule(phrases, where));
  }

  private static Optional<RowRule> repetition(RecipeNode node) {
    if (!node.isPresent()) {
      return Optional.empty();
    }
    node.expectMapping("a mapping, which may be empty: {}");
    Map<String, Measure> measures = new LinkedHashMap<>();
    Arrays.stream(Measure.values())
        .forEach(measure -> measures.put(measure.name().toLowerCase(Locale.ROOT), measure));
    List<String> keys = new ArrayList<>(measures.keySet());
    keys.add("min_words");
    node.allowKeys(keys.toArray(String[]::new));
    Map<Measure, Double> limits = new LinkedHashMap<>();
    measures.forEach(
        (key, measure) ->
            limits.put(
                measure,
                node.get(key)
                    .percentOr(BigDecimal.valueOf(measure.gopherPercent()))
                    .doubleValue()));
    return Optional.of(
        new RepetitionRule(
            limits, node.get("min_words").wholeOr(JUDGED_WORDS, 0, Integer.MAX_VALUE)));
  }

  private static Optional<RowRule> language(RecipeNode node) {
    if (!node.isPresent()) {
      return Optional.empty();
    }
    node.expectMapping("a mapping such as {allow: [en, de]}");
    node.allowKeys("allow", "min_probability", "min_chars");
    List<String> codes = new ArrayList<>();
    for (RecipeNode item : node.get("allow").items("codes of languages")) {
      String code = item.text("the code of a language, such as en");
      if (!Languages.named(code).isEmpty()) {
        codes.add(code);
      } else if (!code.isEmpty()) {
        item.problem(
            "unknown language '"
                + code
                + "'; known: "
                + String.join(", ", Languages.codes(2))
                + ", and codes of three letters");
      }
    }
    if (codes.isEmpty()) {
      node.get("allow").problem("expected at least one language");
      return Optional.empty();
    }
    return Optional.of(
        new LanguageRule(
            codes,
            node.get("min_probability").percentOr(HALF).movePointLeft(2).doubleValue(),
            node.get("min_chars").wholeOr(JUDGED_CHARS, 0, Integer.MAX_VALUE)));
  }

  @Override
  public Optional<PreparedStep> prepare(String where, String label, PlanContext context) {
    List<RowRule> all = new ArrayList<>(rules);
    tokens.flatMap(rule -> withTokenizer(rule, where, context)).ifPresent(all::add);
    return Optional.of(
        new PreparedStep(
            label,
            "keep rows with " + all.stream().map(RowRule::shown).collect(Collectors.joining("; ")),
            List.of(),
            List.of(),
            RowForecast.unchanged(false),
            false,
            new FilterRows(label, all)));
  }

  /** The rule with the tokenizer found and tried; notes a problem if there is none. */
  private static Optional<TokensRule> withTokenizer(
      TokensRule rule, String where, PlanContext context) {
    Optional<String> named =
        rule.tokenizer().isEmpty()
            ? context.model().map(ModelSpec::checkpoint)
            : Optional.of(context.checkpoint(rule.tokenizer()));
    String place = where + ".length";
    if (named.isEmpty()) {
      context
          .problems()
          .add(
              place,
              "tokens need a tokenizer; add tokenizer: FOLDER here, or model: {checkpoint:"
                  + " builtin:reference} to the recipe");
      return Optional.empty();
    }
    try {
      TokenCounter.open(TokenizerFolder.inspect(named.get())).close();
    } catch (CheckpointException | UncheckedIOException e) {
      context.problems().add(place + ".tokenizer", String.valueOf(e.getMessage()));
    }
    return Optional.of(new TokensRule(named.get(), rule.minTokens(), rule.maxTokens()));
  }
}
