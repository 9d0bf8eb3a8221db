/**
 * How complex a model is, and parameters that give models of a wanted complexity.
 *
 * <p>A newcomer reads {@link org.winnow.synth.optmath.complexity.ComplexityWeights} for the formula
 * and {@link org.winnow.synth.optmath.complexity.ParameterSearch} for the search.
 */
@NullMarked
package org.winnow.synth.optmath.complexity;

import org.jspecify.annotations.NullMarked;
