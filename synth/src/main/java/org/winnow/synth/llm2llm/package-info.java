/**
 * LLM2LLM (Lee et al., Findings of ACL 2024, arXiv 2403.15042): a student is trained, asked the
 * seeds, and for those that it gets wrong a teacher writes similar new items; rounds of this grow
 * the data where the student is weak.
 *
 * <p>A newcomer reads {@link org.winnow.synth.llm2llm.Llm2Llm} first; a {@link
 * org.winnow.synth.llm2llm.TaskTemplate} is what differs from task to task.
 */
@NullMarked
package org.winnow.synth.llm2llm;

import org.jspecify.annotations.NullMarked;
