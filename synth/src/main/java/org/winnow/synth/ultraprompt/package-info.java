/**
 * Better forms of instructions, found by tree search (UltraPrompt, the data of P-Aligner, arXiv
 * 2508.04626).
 *
 * <p>A newcomer reads {@link org.winnow.synth.ultraprompt.SearchTree} first, a search as a value,
 * then {@link org.winnow.synth.ultraprompt.UltraPrompt}, which advances many of them: a {@link
 * org.winnow.synth.teacher.Teacher} rewrites by a {@link org.winnow.synth.ultraprompt.Principle},
 * another one responds, and a {@link org.winnow.synth.ultraprompt.Reward} says what the responses
 * are worth as answers to the raw instruction.
 */
@NullMarked
package org.winnow.synth.ultraprompt;

import org.jspecify.annotations.NullMarked;
