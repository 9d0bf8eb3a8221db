package org.winnow.synth.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.numbers.fraction.BigFraction;
import org.winnow.synth.answer.ExactArithmetic;
import org.winnow.synth.answer.UnreadableException;

/**
 * An answer in GSM8K's form: text with noted calculations, then {@code ####} and the result.
 *
 * @param text all of it
 * @param calculations noted, or written out in the text, in order
 * @param numbers outside of notes, in order
 * @param result the number behind {@code ####}
 */
record WorkedAnswer(
    String text,
    List<Calculation> calculations,
    List<WrittenNumber> numbers,
    WrittenNumber result) {
  static final String MARK = "####";
  static final Pattern NOTE = Pattern.compile("<<([^<>\\n]*+)>>");

  /** What may stand between a number and an operation: a percent sign, a few words. */
  private static final String UNIT = "(%?)(?:\\s*+[A-Za-z]++(?:/[A-Za-z]++)*+){0,5}?\\s*";

  private static final Pattern OPERATION =
      Pattern.compile(UNIT + "(?<![A-Za-z])([-+*/×÷]|[xX](?![A-Za-z]))\\s*\\$?\\s*");
  private static final Pattern EQUALS = Pattern.compile(UNIT + "=\\s*\\$?\\s*");
  private static final int LONGEST_GAP = 80;

  WorkedAnswer {
    calculations = List.copyOf(calculations);
    numbers = List.copyOf(numbers);
  }

  /**
   * A calculation: an expression and what it comes to.
   *
   * @param start of the expression in the text
   * @param noted whether it stands in a note
   * @param pieces what stands around the operands, in the form that is computed; one more than
   *     operands
   */
  record Calculation(
      int start,
      boolean noted,
      List<String> pieces,
      List<WrittenNumber> operands,
      WrittenNumber result) {
    Calculation {
      pieces = List.copyOf(pieces);
      operands = List.copyOf(operands);
    }

    /** What it comes to with other operands, exactly; empty if it does not come to anything. */
    Optional<BigFraction> compute(List<BigFraction> values) {
      StringBuilder expression = new StringBuilder(pieces.get(0));
      for (int i = 0; i < values.size(); i++) {
        BigFraction value = values.get(i);
        expression.append('(').append(value.getNumerator()).append('/');
        expression.append(value.getDenominator()).append(')').append(pieces.get(i + 1));
      }
      try {
        return Optional.of(ExactArithmetic.compute(expression.toString()));
      } catch (UnreadableException e) {
        return Optional.empty();
      }
    }

    /** What its own operands come to. */
    Optional<BigFraction> computed() {
      return compute(operands.stream().map(WrittenNumber::value).toList());
    }

    /** What stands left of the equals sign. */
    String expression() {
      StringBuilder expression = new StringBuilder(pieces.get(0));
      for (int i = 0; i < operands.size(); i++) {
        expression.append(operands.get(i).digits()).append(pieces.get(i + 1));
      }
      return expression.toString().strip();
    }

    /** The operations, without spaces. */
    String operations() {
      return String.join("#", pieces).replace(" ", "");
    }
  }

  /**
   * Reads an answer.
   *
   * @throws Declined if it is not of this form, or a calculation is not exactly right
   */
  static WorkedAnswer of(String text) throws Declined {
    int mark = text.indexOf(MARK);
    if (mark < 0 || mark != text.lastIndexOf(MARK)) {
      throw new Declined("expected one " + MARK + " in the answer");
    }
    List<Calculation> calculations = new ArrayList<>(notes(text));
    if (calculations.isEmpty()) {
      throw new Declined("the answer notes no calculation");
    }
    String plain = withoutNotes(text);
    List<WrittenNumber> numbers = WrittenNumber.in(plain);
    calculations.addAll(writtenOut(plain, numbers, true));
    calculations.sort(Comparator.comparingInt(Calculation::start));
    for (Calculation calculation : calculations) {
      if (!calculation.computed().equals(Optional.of(calculation.result().value()))) {
        throw new Declined("a calculation does not come out exactly");
      }
    }
    List<WrittenNumber> behind = numbers.stream().filter(n -> n.start() > mark).toList();
    String end = text.substring(mark + MARK.length()).strip();
    if (behind.size() != 1 || !end.equals(behind.get(0).digits())) {
      throw new Declined("expected a number behind " + MARK);
    }
    return new WorkedAnswer(text, calculations, numbers, behind.get(0));
  }

  /** The text with spaces in place of its notes, so that places stay the same. */
  static String withoutNotes(String text) {
    return NOTE.matcher(text).replaceAll(note -> " ".repeat(note.group().length()));
  }

  /**
   * The noted calculations of a text.
   *
   * @throws Declined if a note is anything but numbers, operations and a result
   */
  static List<Calculation> notes(String text) throws Declined {
    List<Calculation> calculations = new ArrayList<>();
    Matcher note = NOTE.matcher(text);
    while (note.find()) {
      String inner = note.group(1);
      int equals = inner.lastIndexOf('=');
      String expression = inner.substring(0, Math.max(equals, 0));
      Optional<WrittenNumber> result = WrittenNumber.only(inner.substring(equals + 1).strip());
      List<WrittenNumber> operands = WrittenNumber.in(expression);
      if (result.isEmpty() || operands.isEmpty()) {
        throw new Declined("a note cannot be read: " + inner);
      }
      int start = note.start(1);
      calculations.add(
          new Calculation(
              start,
              true,
              pieces(expression, operands),
              operands.stream().map(operand -> operand.shifted(start)).toList(),
              result.get().shifted(text.indexOf(result.get().digits(), start + equals + 1))));
    }
    return calculations;
  }

  /**
   * The noted calculations of a text, and those that it writes out rightly, in order.
   *
   * @throws Declined as {@link #notes}
   */
  static List<Calculation> calculations(String text) throws Declined {
    List<Calculation> calculations = new ArrayList<>(notes(text));
    String plain = withoutNotes(text);
    calculations.addAll(writtenOut(plain, WrittenNumber.in(plain), false));
    calculations.sort(Comparator.comparingInt(Calculation::start));
    return calculations;
  }

  private static List<String> pieces(String expression, List<WrittenNumber> operands) {
    List<String> pieces = new ArrayList<>();
    int from = 0;
    for (WrittenNumber operand : operands) {
      pieces.add(expression.substring(from, operand.start()));
      from = operand.end();
    }
    pieces.add(expression.substring(from));
    return pieces;
  }

  /**
   * Right calculations in the text itself, such as {@code 12 apples + 6 apples = 18}.
   *
   * @param strict whether a wrong one is declined; else it counts as misread
   */
  private static List<Calculation> writtenOut(
      String plain, List<WrittenNumber> numbers, boolean strict) throws Declined {
    List<Calculation> calculations = new ArrayList<>();
    int first = 0;
    List<String> pieces = new ArrayList<>(List.of(""));
    boolean hasWords = false;
    for (int i = 0; i + 1 < numbers.size(); i++) {
      String gap = gap(plain, numbers.get(i), numbers.get(i + 1));
      Matcher operation = OPERATION.matcher(gap);
      Matcher equals = EQUALS.matcher(gap);
      if (operation.matches()) {
        pieces.add(operation.group(1) + symbol(operation.group(2)));
        hasWords |= gap.codePoints().filter(Character::isLetter).count() > 1;
        continue;
      }
      if (equals.matches() && pieces.size() > 1) {
        pieces.add(equals.group(1));
        Calculation found =
            new Calculation(
                numbers.get(first).start(),
                false,
                pieces,
                numbers.subList(first, i + 1),
                numbers.get(i + 1));
        boolean isRight = found.computed().equals(Optional.of(found.result().value()));
        if (isRight) {
          calculations.add(found);
        } else if (strict && !hasWords && !isInside(plain, found)) {
          throw new Declined("a calculation in the text does not come out exactly");
        }
      }
      first = i + 1;
      pieces = new ArrayList<>(List.of(""));
      hasWords = false;
    }
    return calculations;
  }

  /** Whether something stands before a calculation that it may belong to. */
  private static boolean isInside(String plain, Calculation calculation) {
    int before = calculation.start() - 1;
    while (before >= 0 && (plain.charAt(before) == ' ' || plain.charAt(before) == '$')) {
      before--;
    }
    return before >= 0 && "+-*/×÷=x()".indexOf(plain.charAt(before)) >= 0;
  }

  private static String gap(String plain, WrittenNumber left, WrittenNumber right) {
    String gap = plain.substring(left.end(), right.start());
    String narrow = gap.replaceAll(" +", " ");
    return narrow.length() > LONGEST_GAP ? "" : narrow;
  }

  private static String symbol(String operation) {
    return switch (operation) {
      case "x", "X", "×" -> "*";
      case "÷" -> "/";
      default -> operation;
    };
  }
}
