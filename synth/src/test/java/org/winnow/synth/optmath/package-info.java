@NullMarked
package org.winnow.synth.optmath;

import org.jspecify.annotations.NullMarked;
