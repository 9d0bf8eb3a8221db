/** Tests of the model runtime, held against the naive twin. */
@NullMarked
package org.winnow.scorers.generate;

import org.jspecify.annotations.NullMarked;
