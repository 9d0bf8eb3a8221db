/** Tests of checkpoints, and a writer of small ones. */
@NullMarked
package org.winnow.scorers.checkpoint;

import org.jspecify.annotations.NullMarked;
