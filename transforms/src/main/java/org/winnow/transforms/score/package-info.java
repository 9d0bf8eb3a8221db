/** Scores batches with a model, and remembers the scores. */
@NullMarked
package org.winnow.transforms.score;

import org.jspecify.annotations.NullMarked;
