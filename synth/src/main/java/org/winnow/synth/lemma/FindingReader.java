package org.winnow.synth.lemma;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Reads what a teacher says of an attempt. Takes any text.
 *
 * <p>As JSON: the object's {@code verdict}, and the field that says more. As text: "The solution is
 * incorrect", together with exactly one thing that is said in the fixed sentence, however often; or
 * "The solution is correct" and nothing of the other kind. Everything else is unreadable.
 *
 * @param field that says more, in JSON
 * @param none what the field says where there is no error
 * @param sentence what is said in text; its first group says more
 * @param value reads what the field or the group says
 */
record FindingReader<V>(
    String field, String none, Pattern sentence, Function<String, Optional<V>> value) {
  private static final JsonMapper JSON = new JsonMapper();

  /** What may stand around a word that is set in bold or quoted. */
  private static final String MARKUP = "[\\s*_`'\"]*";

  private static final Pattern CORRECT =
      sentence("the solution is " + MARKUP + "correct" + MARKUP + "(?:[,.;!]|$)");
  private static final Pattern INCORRECT = sentence("the solution is " + MARKUP + "incorrect\\b");

  private static final Pattern STEP_NUMBER = Pattern.compile("\\d{1,9}");

  /** Reads the number of the first wrong step. */
  static final FindingReader<Integer> STEP =
      new FindingReader<>(
          "step",
          "0",
          sentence("first wrong step is:?" + MARKUP + "step" + MARKUP + "(-?\\d+)"),
          text ->
              Optional.of(text)
                  .filter(number -> STEP_NUMBER.matcher(number).matches())
                  .map(Integer::valueOf));

  /** Reads the type of the first error. */
  static final FindingReader<ErrorType> TYPE =
      new FindingReader<>(
          "error_type",
          "none",
          sentence("the error type is:?" + MARKUP + "(\\w+(?:[ -]\\w+)*)"),
          text -> ErrorType.of(text.toLowerCase(Locale.ROOT).replaceAll("[ -]", "_")));

  private static Pattern sentence(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
  }

  Finding<V> read(AnswerForm form, String answer) {
    return switch (form) {
      case JSON -> fromJson(answer);
      case TEXT -> fromText(answer);
    };
  }

  private Finding<V> fromJson(String answer) {
    JsonNode object;
    try {
      object = JSON.readTree(answer);
    } catch (JsonProcessingException e) {
      return new Finding.Unreadable<>(); // the schema was not kept to
    }
    String said = object.path(field).asText();
    return switch (object.path("verdict").asText()) {
      case "correct" -> said.equals(none) ? new Finding.Correct<>() : new Finding.Unreadable<>();
      case "incorrect" -> incorrect(List.of(said));
      default -> new Finding.Unreadable<>();
    };
  }

  private Finding<V> fromText(String answer) {
    List<String> said =
        sentence
            .matcher(answer)
            .results()
            .map((MatchResult one) -> one.group(1))
            .distinct()
            .toList();
    if (INCORRECT.matcher(answer).find()) {
      return incorrect(said);
    }
    return said.isEmpty() && CORRECT.matcher(answer).find()
        ? new Finding.Correct<>()
        : new Finding.Unreadable<>();
  }

  private Finding<V> incorrect(List<String> said) {
    return Optional.of(said)
        .filter(all -> all.size() == 1)
        .flatMap(all -> value.apply(all.get(0)))
        .<Finding<V>>map(Finding.Incorrect::new)
        .orElseGet(Finding.Unreadable::new);
  }
}
