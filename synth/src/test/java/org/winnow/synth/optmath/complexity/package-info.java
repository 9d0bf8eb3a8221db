@NullMarked
package org.winnow.synth.optmath.complexity;

import org.jspecify.annotations.NullMarked;
