/** Tests of what the benchmark counts and makes up; never of how long something takes. */
@NullMarked
package org.winnow.scorers.bench;

import org.jspecify.annotations.NullMarked;
