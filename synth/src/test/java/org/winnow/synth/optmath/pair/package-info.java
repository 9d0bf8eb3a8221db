@NullMarked
package org.winnow.synth.optmath.pair;

import org.jspecify.annotations.NullMarked;
