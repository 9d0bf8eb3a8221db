/** Tests of the teacher by rules. */
@NullMarked
package org.winnow.synth.rule;

import org.jspecify.annotations.NullMarked;
