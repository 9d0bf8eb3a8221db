@NullMarked
package org.winnow.synth.optmath.problems;

import org.jspecify.annotations.NullMarked;
