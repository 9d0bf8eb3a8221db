/** Tests of the model runtime, and the naive twin that it is held against. */
@NullMarked
package org.winnow.scorers.runtime;

import org.jspecify.annotations.NullMarked;
