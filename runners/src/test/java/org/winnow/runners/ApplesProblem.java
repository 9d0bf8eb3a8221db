package org.winnow.runners;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A problem of three calculations, {@code had + bags * each - gave}. */
record ApplesProblem(int had, int bags, int each, int gave) {
  private static final Pattern QUESTION =
      Pattern.compile("has (\\d+) apples and buys (\\d+) bags of (\\d+) .* gives away (\\d+)");

  /** Problem {@code i} of a family in which all numbers differ. */
  static ApplesProblem number(int i) {
    return new ApplesProblem(40 + i, 3 + i % 4, 11 + i % 5, 21 + i % 13);
  }

  /** Reads the numbers of a question, or of a text that has it, back. */
  static ApplesProblem in(String text) {
    Matcher numbers = QUESTION.matcher(text);
    if (!numbers.find()) {
      throw new IllegalArgumentException("no problem of apples: " + text);
    }
    return new ApplesProblem(
        Integer.parseInt(numbers.group(1)),
        Integer.parseInt(numbers.group(2)),
        Integer.parseInt(numbers.group(3)),
        Integer.parseInt(numbers.group(4)));
  }

  String question() {
    return "Ann has "
        + had
        + " apples and buys "
        + bags
        + " bags of "
        + each
        + " apples each. Then she gives away "
        + gave
        + ". How many are left?";
  }

  int answer() {
    return had + bags * each - gave;
  }

  String solution() {
    return String.join(" ", steps(0, 0));
  }

  /** A solution whose calculation {@code wrongStep}, from 1, is off by an amount. */
  String attempt(int wrongStep, int off) {
    return String.join(" ", steps(wrongStep, off));
  }

  /** The sentences of such a solution; of the right one for an amount of 0. */
  List<String> steps(int wrongStep, int off) {
    int bought = bags * each + (wrongStep == 1 ? off : 0);
    int all = had + bought + (wrongStep == 2 ? off : 0);
    int left = all - gave + (wrongStep == 3 ? off : 0);
    return List.of(
        "The bags hold " + bags + " * " + each + " = " + bought + " apples.",
        "With those from before it is " + had + " + " + bought + " = " + all + " apples.",
        "After the gift she has " + all + " - " + gave + " = " + left + " apples.",
        "The answer is " + left + ".");
  }
}
