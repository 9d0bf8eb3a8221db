/**
 * Models as texts: LP format and free MPS format.
 *
 * <p>Texts may come from anywhere. What is not a linear model is refused with its line, as a {@link
 * org.winnow.synth.optmath.format.ModelTextException}, and nothing else is thrown.
 */
@NullMarked
package org.winnow.synth.optmath.format;

import org.jspecify.annotations.NullMarked;
