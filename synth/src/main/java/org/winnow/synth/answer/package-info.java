/**
 * What a solution answers, whether two answers are the same, and where a solution goes wrong.
 *
 * <p>{@link org.winnow.synth.answer.FinalAnswer} takes the stated answer out of a solution, {@link
 * org.winnow.synth.answer.AnswerEquality} compares two of them, {@link
 * org.winnow.synth.answer.CalculatorCheck} recomputes the sums that a solution notes, {@link
 * org.winnow.synth.answer.SolutionSteps} cuts a solution into steps, and {@link
 * org.winnow.synth.answer.RougeL} tells how alike two questions are. All of them are functions of
 * their texts alone, take any text, and run nothing that a text says.
 */
@NullMarked
package org.winnow.synth.answer;

import org.jspecify.annotations.NullMarked;
