/**
 * Pairs of a problem in words and its model, accepted only if a model that was made from the words
 * alone has the same optimum: the procedure of OptMATH (arXiv 2502.11102, sections 4 and 5).
 *
 * <p>{@link org.winnow.synth.optmath.pair.OptMath} is the entry. Words come from an {@link
 * org.winnow.synth.optmath.pair.InstanceWriter}, models of words from an {@link
 * org.winnow.synth.optmath.pair.InstanceReader}, and {@link
 * org.winnow.synth.optmath.pair.RejectionSampling} says which pairs are kept.
 */
@NullMarked
package org.winnow.synth.optmath.pair;

import org.jspecify.annotations.NullMarked;
