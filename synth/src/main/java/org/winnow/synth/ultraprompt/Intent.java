package org.winnow.synth.ultraprompt;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a rewrite has to keep of an instruction, as far as it can be read off the text: numbers,
 * names and words. That the rewrite asks for the same thing cannot be; the reward, which is
 * conditioned on the raw instruction, says more of that.
 */
final class Intent {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]+");

  /** A word with a capital letter that begins neither the text, a sentence nor a quotation. */
  private static final Pattern NAME =
      Pattern.compile("(?<=[\\p{L}\\p{N},;)] )\\p{Lu}[\\p{L}\\p{M}]+");

  private static final int SHORTEST_WORD = 4;
  private static final int STEM = 5;

  private Intent() {}

  /** Numbers that the raw instruction has and the rewrite lacks, as {@link Numbers} has them. */
  static List<String> lostNumbers(String raw, String rewrite) {
    return Numbers.lost(raw, rewrite);
  }

  /**
   * Names that the raw instruction has and the rewrite lacks, in lower case, in their order: words
   * with a capital letter within a sentence. Where a language gives every noun one, they count too.
   */
  static List<String> lostNames(String raw, String rewrite) {
    Set<String> names =
        found(NAME, raw).map(name -> name.toLowerCase(Locale.ROOT)).collect(ordered());
    return missing(names, words(rewrite));
  }

  /**
   * Share of the raw instruction's words that the rewrite keeps, in [0, 1]; 1 if it has none. Words
   * count from four letters on, and as the same if their first five letters are: "rivers" keeps
   * "river". A text without spaces is one word as long as its letters go on.
   */
  static double wordsKept(String raw, String rewrite) {
    Set<String> wanted = stems(raw);
    Set<String> there = stems(rewrite);
    long kept = wanted.stream().filter(there::contains).count();
    return wanted.isEmpty() ? 1 : (double) kept / wanted.size();
  }

  private static Set<String> words(String text) {
    return found(WORD, text).map(word -> word.toLowerCase(Locale.ROOT)).collect(ordered());
  }

  private static Set<String> stems(String text) {
    return words(text).stream()
        .filter(word -> word.length() >= SHORTEST_WORD)
        .map(word -> word.substring(0, Math.min(STEM, word.length())))
        .collect(ordered());
  }

  private static Stream<String> found(Pattern pattern, String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFKC);
    return pattern.matcher(composed).results().map(MatchResult::group);
  }

  private static Collector<String, ?, Set<String>> ordered() {
    return Collectors.toCollection(LinkedHashSet::new);
  }

  private static List<String> missing(Set<String> wanted, Set<String> there) {
    return wanted.stream().filter(one -> !there.contains(one)).toList();
  }
}
