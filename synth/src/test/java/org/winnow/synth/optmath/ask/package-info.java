@NullMarked
package org.winnow.synth.optmath.ask;

import org.jspecify.annotations.NullMarked;
