/**
 * Optimisation problems with their models and their words (OptMATH, Lu et al. 2025, arXiv
 * 2502.11102).
 *
 * <p>{@link org.winnow.synth.optmath.problems.ProblemClasses} draws instances, {@link
 * org.winnow.synth.optmath.solve.MilpSolver} solves them, {@link
 * org.winnow.synth.optmath.complexity.ParameterSearch} makes them as complex as wanted, and {@link
 * org.winnow.synth.optmath.NumberCoverage} says whether a text has all of a model's numbers. {@link
 * org.winnow.synth.optmath.pair.OptMath} does all of it.
 */
@NullMarked
package org.winnow.synth.optmath;

import org.jspecify.annotations.NullMarked;
