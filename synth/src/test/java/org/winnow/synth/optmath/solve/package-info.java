@NullMarked
package org.winnow.synth.optmath.solve;

import org.jspecify.annotations.NullMarked;
