/** Tests of LLM2LLM, with a teacher and students that follow rules of arithmetic. */
@NullMarked
package org.winnow.synth.llm2llm;

import org.jspecify.annotations.NullMarked;
