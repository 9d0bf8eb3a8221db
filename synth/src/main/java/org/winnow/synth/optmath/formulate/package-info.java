/**
 * Models made of words alone by a teacher. What it writes is read as data, JSON or LP text, and
 * never run.
 */
@NullMarked
package org.winnow.synth.optmath.formulate;

import org.jspecify.annotations.NullMarked;
