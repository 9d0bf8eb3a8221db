/**
 * From a conversation to token ids: the checkpoint's chat template, its tokenizer, and which tokens
 * are scored.
 *
 * <p>{@link org.winnow.scorers.text.ChatTemplate} renders, {@link
 * org.winnow.scorers.text.ConversationRenderer} finds where each message's content lies in the
 * rendered text, and {@link org.winnow.scorers.text.SampleEncoder} makes ids and the mask.
 */
@NullMarked
package org.winnow.scorers.text;

import org.jspecify.annotations.NullMarked;
