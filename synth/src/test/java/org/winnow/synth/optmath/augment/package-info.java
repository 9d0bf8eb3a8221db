@NullMarked
package org.winnow.synth.optmath.augment;

import org.jspecify.annotations.NullMarked;
