package org.winnow.synth.lemma;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.winnow.synth.answer.CalculatorCheck;
import org.winnow.synth.answer.RougeL;

/**
 * What a trajectory is held against. Each check gives the fault that it finds.
 *
 * <p>Texts are compared by words in order ({@link RougeL}) and by their figures; noted
 * calculations, {@code <<3*4=12>>}, are no part of them.
 */
final class RevisionChecks {
  /** Least likeness of a repeated text, and greatest of two that have to differ. */
  private static final double ALIKE = 0.9;

  /** Least share of a text's words that smoothing keeps. */
  private static final double KEPT = 0.9;

  /** Most characters of a smoothed text for each that there were. */
  private static final double GROWTH = 1.5;

  private static final Pattern ANNOTATION = Pattern.compile("<<[^<>\\n]*+>>");

  private static final Pattern FIGURE =
      Pattern.compile("\\d{1,3}(?:,\\d{3})++(?!\\d)(?:\\.\\d++)?|\\d++(?:\\.\\d++)?");

  private RevisionChecks() {}

  static Optional<Fault> tooLong(String text, int maxCharacters) {
    return fault(
        text.length() > maxCharacters,
        Reason.TOO_LONG,
        String.format(
            Locale.ROOT, "expected at most %d characters, found %d", maxCharacters, text.length()));
  }

  /** Words that only somebody says who was given more than the question. */
  static Optional<Fault> leak(String text, String... allowed) {
    return Phrases.LEAKS
        .firstIn(text, allowed)
        .map(
            phrase ->
                new Fault(Reason.LEAK, "expected one person's own thinking, found: " + phrase));
  }

  static Optional<Fault> otherTransition(String expected, Revision revision) {
    return fault(
        !revision.transition().equals(expected),
        Reason.TRANSITION_CHANGED,
        "expected: " + expected + " Found: " + revision.transition());
  }

  /** The prefix has to be the attempt up to its error: alike in words, the same in figures. */
  static Optional<Fault> otherPrefix(String attempt, String prefix) {
    double likeness = words(attempt).fMeasure(words(prefix));
    if (likeness < ALIKE) {
      return Optional.of(
          new Fault(
              Reason.PREFIX_CHANGED,
              String.format(
                  Locale.ROOT, "expected a likeness of at least %s, found %s", ALIKE, likeness)));
    }
    return fault(
        !figures(attempt).equals(figures(prefix)),
        Reason.PREFIX_CHANGED,
        "expected the figures " + figures(attempt) + ", found " + figures(prefix));
  }

  /** Smoothing has to keep the words of a text, up to a few, and all of its figures in order. */
  static Optional<Fault> lost(String before, String after, Reason reason) {
    RougeL words = words(before);
    double common = words.fMeasure(words(after)) * (words.words() + words(after).words()) / 2;
    double kept = words.words() == 0 ? 1 : Math.round(common) / (double) words.words();
    if (kept < KEPT) {
      return Optional.of(
          new Fault(
              reason,
              String.format(
                  Locale.ROOT, "expected at least %s of the words, found %s", KEPT, kept)));
    }
    return fault(
        !isSubsequence(figures(before), figures(after)),
        reason,
        "expected the figures " + figures(before) + ", found " + figures(after));
  }

  static Optional<Fault> grown(String before, String after) {
    int most = (int) Math.min(Integer.MAX_VALUE, GROWTH * before.length());
    return tooLong(after, most);
  }

  static Optional<Fault> repeats(Revision revision) {
    return fault(
        words(revision.continuation()).exceeds(words(revision.prefix()), BigDecimal.valueOf(ALIKE)),
        Reason.CONTINUATION_REPEATS,
        "expected another text after the transition than before it");
  }

  /** The continuation alone has to state the known answer: the prefix may state a wrong one. */
  static Optional<Fault> otherAnswer(KnownAnswer known, Revision revision) {
    return known.expect(revision.continuation());
  }

  static Optional<Fault> wrongCalculation(Revision revision) {
    return CalculatorCheck.check(revision.continuation()) instanceof CalculatorCheck.Wrong wrong
        ? Optional.of(
            new Fault(
                Reason.WRONG_CALCULATION,
                String.format(
                    Locale.ROOT,
                    "expected %s = %s, found %s",
                    wrong.calculation(),
                    wrong.expected(),
                    wrong.found())))
        : Optional.empty();
  }

  private static Optional<Fault> fault(boolean found, Reason reason, String evidence) {
    return found ? Optional.of(new Fault(reason, evidence)) : Optional.empty();
  }

  private static RougeL words(String text) {
    return RougeL.of(ANNOTATION.matcher(text).replaceAll(""));
  }

  private static List<String> figures(String text) {
    return FIGURE
        .matcher(ANNOTATION.matcher(text).replaceAll(""))
        .results()
        .map(MatchResult::group)
        .map(figure -> figure.replace(",", ""))
        .toList();
  }

  private static boolean isSubsequence(List<String> some, List<String> all) {
    int met = 0;
    for (String figure : all) {
      met += met < some.size() && some.get(met).equals(figure) ? 1 : 0;
    }
    return met == some.size();
  }
}
