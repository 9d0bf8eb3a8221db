/** Tests of the model runtime, held against the naive twin. */
@NullMarked
package org.winnow.scorers.runtime;

import org.jspecify.annotations.NullMarked;
