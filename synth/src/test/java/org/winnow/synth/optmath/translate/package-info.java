@NullMarked
package org.winnow.synth.optmath.translate;

import org.jspecify.annotations.NullMarked;
