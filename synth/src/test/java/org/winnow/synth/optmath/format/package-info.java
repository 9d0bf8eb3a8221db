@NullMarked
package org.winnow.synth.optmath.format;

import org.jspecify.annotations.NullMarked;
