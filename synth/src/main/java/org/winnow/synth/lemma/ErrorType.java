package org.winnow.synth.lemma;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What can go wrong in a solution. All twelve are told apart in students' attempts; the first six
 * can be planted.
 */
public enum ErrorType {
  CALCULATION_ERROR(
      "the right numbers and operations are written down, but the result is not theirs; for example"
          + " 17 * 4 = 58"),
  COUNTING_ERROR(
      "things are miscounted, and the count goes into a calculation; for example six days from"
          + " Monday to Friday"),
  QUESTION_MISINTERPRETATION(
      "a condition of the problem is overlooked or misread, or something else is answered than what"
          + " is asked; for example the price of one where two are bought"),
  MISSING_STEP(
      "a step that is needed is left out, and with it everything else would be right; for example"
          + " the sum of the costs is never taken from the income"),
  CONFUSING_FORMULA_ERROR(
      "a formula is used that belongs to another situation; for example that of a circumference for"
          + " an area"),
  CONFUSING_CONCEPT_ERROR(
      "two related notions are taken for each other; for example income for profit, or what is left"
          + " for what there was"),
  REFERENCING_CONTEXT_VALUE_ERROR(
      "a number of the problem is copied wrongly, or another one is taken than the one that belongs"
          + " there"),
  REFERENCING_PREVIOUS_STEP_VALUE_ERROR(
      "the result of an earlier step is copied wrongly, or that of another step is taken"),
  UNIT_CONVERSION_ERROR("a quantity is changed into another unit wrongly, or not at all"),
  OPERATOR_ERROR(
      "the right numbers are joined by the wrong operation; for example by adding where they should"
          + " be multiplied"),
  ADDING_IRRELEVANT_INFORMATION(
      "something goes into the solution that neither the problem nor an earlier step says"),
  NONSENSE_OUTPUT_ERROR("the text is no solution: it is unreadable, repeats itself or breaks off");

  private static final int PLANTED = 6;

  private final String definition;

  ErrorType(String definition) {
    this.definition = definition;
  }

  /** The types that can be planted in a right solution, in their order. */
  public static List<ErrorType> planted() {
    return List.of(values()).subList(0, PLANTED);
  }

  /** The type of this label, if it is one. */
  static Optional<ErrorType> of(String label) {
    return Arrays.stream(values()).filter(type -> type.label().equals(label)).findFirst();
  }

  /** What the type means, in words that a teacher is told. */
  public String definition() {
    return definition;
  }

  /** The name used in files and prompts, in snake_case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
