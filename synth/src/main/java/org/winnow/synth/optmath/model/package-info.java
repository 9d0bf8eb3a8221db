/**
 * Mixed-integer linear models in memory.
 *
 * <p>A newcomer reads {@link org.winnow.synth.optmath.model.Model} first; code that writes models
 * uses {@link org.winnow.synth.optmath.model.ModelBuilder}.
 */
@NullMarked
package org.winnow.synth.optmath.model;

import org.jspecify.annotations.NullMarked;
