/**
 * Classes of optimisation problems: each draws instances, models them, and says them in English.
 *
 * <p>A newcomer reads {@link org.winnow.synth.optmath.problems.ProblemClass} first, then one class,
 * {@code Knapsack} say; {@link org.winnow.synth.optmath.problems.ProblemClasses} lists them all. A
 * text is said and read by one mechanism, {@link org.winnow.synth.optmath.problems.ProblemText}.
 */
@NullMarked
package org.winnow.synth.optmath.problems;

import org.jspecify.annotations.NullMarked;
