@NullMarked
package org.winnow.synth.optmath.formulate;

import org.jspecify.annotations.NullMarked;
