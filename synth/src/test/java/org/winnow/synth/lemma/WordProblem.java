package org.winnow.synth.lemma;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A problem of three calculations, {@code had + bags * each - gave}, whose right and wrong
 * solutions are known.
 */
record WordProblem(int had, int bags, int each, int gave) {
  private static final Pattern QUESTION =
      Pattern.compile("has (\\d+) apples and buys (\\d+) bags of (\\d+) .* gives away (\\d+)");

  /** Reads the numbers of a question back. */
  static WordProblem read(String question) {
    Matcher numbers = QUESTION.matcher(question);
    if (!numbers.find()) {
      throw new IllegalArgumentException("no word problem: " + question);
    }
    return new WordProblem(
        Integer.parseInt(numbers.group(1)),
        Integer.parseInt(numbers.group(2)),
        Integer.parseInt(numbers.group(3)),
        Integer.parseInt(numbers.group(4)));
  }

  /** Problem {@code i} of a family in which all numbers differ. */
  static WordProblem number(int i) {
    return new WordProblem(40 + i, 3 + i % 4, 11 + i % 5, 20 + i % 13);
  }

  String question() {
    return "Ann has %d apples and buys %d bags of %d apples each. Then she gives away %d. How many are left?"
        .formatted(had, bags, each, gave);
  }

  int answer() {
    return had + bags * each - gave;
  }

  String solution() {
    return String.join(" ", steps(0, 0));
  }

  /** A solution whose calculation {@code wrongStep} is off by an amount, and that goes on so. */
  String attempt(int wrongStep, int off) {
    return String.join(" ", steps(wrongStep, off));
  }

  /** The sentences of such a solution; of the right one for an amount of 0. */
  List<String> steps(int wrongStep, int off) {
    int bought = bags * each + (wrongStep == 1 ? off : 0);
    int all = had + bought + (wrongStep == 2 ? off : 0);
    int left = all - gave + (wrongStep == 3 ? off : 0);
    return List.of(
        "The %d bags hold %d * %d = %d apples.".formatted(bags, bags, each, bought),
        "With those from before there are %d + %d = %d apples.".formatted(had, bought, all),
        "After giving away %d she has %d - %d = %d apples.".formatted(gave, all, gave, left),
        "The answer is %d.".formatted(left));
  }

  MathProblem problem(String id, List<String> attempts) {
    return new MathProblem(id, question(), solution(), attempts);
  }
}
