/**
 * What a sample is worth: scores from a language model's loss and from the gradients that the
 * sample would cause.
 *
 * <p>A newcomer reads {@link org.winnow.scorers.ScoringPlan} first: it says what is scored with
 * which model and checks that before anything is loaded. {@link org.winnow.scorers.ScoringEngine}
 * does the work. {@link org.winnow.scorers.Scorers} lists every score; {@link
 * org.winnow.scorers.LossScorer} is the shortest example of one. A scorer sees {@link
 * org.winnow.scorers.SampleSignals}: numbers, never tensors.
 */
@NullMarked
package org.winnow.scorers;

import org.jspecify.annotations.NullMarked;
