/** How a teacher is asked, for all of OptMATH, and what any text of its own has to hold. */
@NullMarked
package org.winnow.synth.optmath.ask;

import org.jspecify.annotations.NullMarked;
