/**
 * Checkpoints on disk: what a directory of model files holds and whether Winnow can score with it.
 *
 * <p>{@link org.winnow.scorers.checkpoint.Checkpoint#inspect} reads configuration, tokenizer
 * settings and safetensors headers, never weights, and reports every problem at once. {@link
 * org.winnow.scorers.checkpoint.DecoderSpec} is the one decoder that all supported families are
 * described by; {@code Family} lists them with what a {@code model_type} settles by itself.
 */
@NullMarked
package org.winnow.scorers.checkpoint;

import org.jspecify.annotations.NullMarked;
