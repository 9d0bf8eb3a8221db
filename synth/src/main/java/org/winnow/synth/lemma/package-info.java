/**
 * Solutions that notice an error and repair it, made from wrong ones (LEMMA, Pan et al. 2025, arXiv
 * 2503.17439).
 *
 * <p>A newcomer reads {@link org.winnow.synth.lemma.Lemma} first: {@link
 * org.winnow.synth.lemma.MathProblem}s with students' attempts in, {@link
 * org.winnow.synth.lemma.Trajectory}s and {@link org.winnow.synth.lemma.Rejection}s out. Each stage
 * is a {@code Stage}: the request for one candidate, and the verdict on the answer, which is a
 * function of the two alone. {@link org.winnow.synth.lemma.Reason} lists what can be wrong.
 */
@NullMarked
package org.winnow.synth.lemma;

import org.jspecify.annotations.NullMarked;
