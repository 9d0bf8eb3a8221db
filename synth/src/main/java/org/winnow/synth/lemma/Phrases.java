package org.winnow.synth.lemma;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A list of phrases, and where a text has them: word for word, whatever the case and the signs
 * between the words.
 */
final class Phrases {
  /** The words at which a trajectory turns round. */
  static final Phrases TRANSITIONS = read("transitions.txt");

  /** What gives away that a text was made from a reference, or to order. */
  static final Phrases LEAKS = read("leaks.txt");

  /** What somebody says who knows of an error. */
  static final Phrases ADMISSIONS = read("admissions.txt");

  private final Map<String, Pattern> patterns;

  private Phrases(List<String> phrases) {
    this.patterns = new LinkedHashMap<>();
    phrases.forEach(phrase -> patterns.put(phrase, pattern(phrase)));
  }

  /** A phrase in a text, with the punctuation that ends it: {@code [start, end)} in characters. */
  record Found(String phrase, int start, int end) {}

  private static Phrases read(String resource) {
    try (InputStream in = Phrases.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("there is no resource " + resource);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Phrases(text.lines().filter(line -> !line.isBlank()).toList());
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + resource + " cannot be read", e);
    }
  }

  private static Pattern pattern(String phrase) {
    String words =
        Arrays.stream(phrase.split("\\W+", -1))
            .filter(word -> !word.isEmpty())
            .map(Pattern::quote)
            .collect(Collectors.joining("\\W+"));
    return Pattern.compile("(?<!\\w)" + words + "(?!\\w)[.,:;!?…]*", Pattern.CASE_INSENSITIVE);
  }

  /** The phrases, in their order. */
  List<String> all() {
    return List.copyOf(patterns.keySet());
  }

  /** All phrases of a text, in the order of the text. */
  List<Found> in(String text) {
    return patterns.entrySet().stream()
        .flatMap(
            entry ->
                entry
                    .getValue()
                    .matcher(text)
                    .results()
                    .map(match -> new Found(entry.getKey(), match.start(), match.end())))
        .sorted(Comparator.comparingInt(Found::start).thenComparing(Found::phrase))
        .toList();
  }

  /** The first phrase of the list that a text has and the other texts do not have. */
  Optional<String> firstIn(String text, String... others) {
    return patterns.entrySet().stream()
        .filter(entry -> entry.getValue().matcher(text).find())
        .filter(
            entry -> Arrays.stream(others).map(entry.getValue()::matcher).noneMatch(Matcher::find))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
