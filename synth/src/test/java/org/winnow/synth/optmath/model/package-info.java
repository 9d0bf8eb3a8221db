@NullMarked
package org.winnow.synth.optmath.model;

import org.jspecify.annotations.NullMarked;
