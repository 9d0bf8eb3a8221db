/**
 * A teacher that is no language model: rules for word problems in GSM8K's form.
 *
 * <p>{@link org.winnow.synth.rule.ArithmeticTeacher} is all that others see. For LLM2LLM it
 * exchanges the numbers of a problem ({@code SeedPrompt}, {@code ItemVariation}); for LEMMA it
 * finds, plants and mends errors ({@code LemmaPrompt}, {@code LemmaAnswers}). Both stand on {@code
 * WorkedAnswer}, the calculations of an answer, and on {@code Problem}, which computes an answer
 * again. A rule that does not fit throws {@code Declined}; nothing is guessed.
 */
@NullMarked
package org.winnow.synth.rule;

import org.jspecify.annotations.NullMarked;
