/**
 * Solvers: a {@link org.winnow.synth.optmath.model.Model} in, an {@link
 * org.winnow.synth.optmath.solve.Outcome} out.
 */
@NullMarked
package org.winnow.synth.optmath.solve;

import org.jspecify.annotations.NullMarked;
