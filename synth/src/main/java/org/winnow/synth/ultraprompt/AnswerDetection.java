package org.winnow.synth.ultraprompt;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.winnow.synth.answer.RougeL;

/**
 * Whether a rewrite carries the instruction out in place of rewriting it: the usual mistake of
 * those who rewrite.
 *
 * <p>It does if
 *
 * <ul>
 *   <li>it is more like one of the responses to the raw instruction than like the instruction, and
 *       its ROUGE-L with that response is at least 0.5, or
 *   <li>the raw instruction asks for something, the rewrite does not, and it begins as answers do,
 *       or is more like such a response than like the instruction, or has at least half of the
 *       words that such a response adds to the instruction. A text asks by a question mark, by a
 *       phrase such as "please", or by a sentence that begins with a verb of request or a word of
 *       question; added words count from four letters on, and numbers.
 * </ul>
 *
 * <p>The words are English, and likeness knows Latin letters and digits: in other languages an
 * answer may pass.
 */
final class AnswerDetection {
  private static final double ALIKE = 0.5;
  private static final Pattern WORD = Pattern.compile("\\p{N}+|\\p{L}{4,}");

  /** Signs before a word; not any number, so that a long row of them takes no long time. */
  private static final String SIGNS = "\\W{0,8}+";

  private static final Pattern OPENING =
      Pattern.compile(SIGNS + "(?:" + alternatives("answer-openings.txt") + ")\\b");
  private static final Pattern REQUEST =
      Pattern.compile(
          "[?？؟]"
              + "|\\b(?:"
              + alternatives("request-phrases.txt")
              + ")\\b"
              + "|(?:^|[,.!:;\\n])"
              + SIGNS
              + "(?:"
              + alternatives("request-verbs.txt")
              + ")\\b"
              + "|(?:^|[.!:\\n])"
              + SIGNS
              + "(?:"
              + alternatives("question-words.txt")
              + ")\\b");

  private AnswerDetection() {}

  /** What gives an answer away; empty for a rewrite. */
  static Optional<String> find(String raw, String rewrite, List<String> responses) {
    RougeL rewritten = RougeL.of(rewrite);
    double toRaw = rewritten.fMeasure(RougeL.of(raw));
    double toResponse =
        responses.stream()
            .mapToDouble(response -> rewritten.fMeasure(RougeL.of(response)))
            .max()
            .orElse(0);
    String likeness =
        String.format(
            Locale.ROOT,
            "ROUGE-L is %.3f with a response, %.3f with the raw instruction",
            toResponse,
            toRaw);
    if (toResponse > toRaw && toResponse >= ALIKE) {
      return Optional.of(likeness);
    }
    if (!hasRequest(raw) || hasRequest(rewrite)) {
      return Optional.empty();
    }
    if (OPENING.matcher(plain(rewrite)).lookingAt()) {
      return Optional.of("it begins as answers do and asks for nothing");
    }
    if (toResponse > toRaw) {
      return Optional.of(likeness + ", and it asks for nothing");
    }
    return responses.stream().anyMatch(response -> takesUp(raw, response, rewrite))
        ? Optional.of("it has what a response adds to the raw instruction, and asks for nothing")
        : Optional.empty();
  }

  private static boolean takesUp(String raw, String response, String rewrite) {
    Set<String> added = words(response);
    added.removeAll(words(raw));
    Set<String> there = words(rewrite);
    long taken = added.stream().filter(there::contains).count();
    return !added.isEmpty() && 2 * taken >= added.size();
  }

  private static Set<String> words(String text) {
    return WORD.matcher(plain(text))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static boolean hasRequest(String text) {
    return REQUEST.matcher(plain(text)).find();
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replace('’', '\'');
  }

  private static String alternatives(String resource) {
    return Arrays.stream(Resources.text(resource).split("\n", -1))
        .map(Pattern::quote)
        .collect(Collectors.joining("|"));
  }
}
