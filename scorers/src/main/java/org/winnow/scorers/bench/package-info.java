/**
 * Measures how fast this machine scores, and how much faster than the published procedure.
 *
 * <p>{@link org.winnow.scorers.bench.ScoringBench} runs the engine and {@link
 * org.winnow.scorers.runtime.NaiveTwin} on the same samples in one process and tells rates, phases,
 * memory and the share of the machine's matrix-multiply rate. {@link
 * org.winnow.scorers.bench.RandomModel} makes up a model and samples of any size. Nothing here is a
 * test: numbers depend on the machine and on what else it does.
 */
@NullMarked
package org.winnow.scorers.bench;

import org.jspecify.annotations.NullMarked;
