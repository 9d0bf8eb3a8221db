package org.winnow.scorers;

/**
 * Time spent by all threads together since an engine was opened, in nanoseconds.
 *
 * @param tokenise chat template and tokenizer
 * @param forward the decoder's forward pass
 * @param head logits, losses and the output head's gradient
 * @param backward gradients at the projections
 * @param spectra scorers, singular values included
 */
public record PhaseTimes(long tokenise, long forward, long head, long backward, long spectra) {}
