/**
 * Training of a checkpoint in this process: {@link org.winnow.scorers.train.StudentTrainer} takes
 * samples and writes a checkpoint that Hugging Face reads.
 */
@NullMarked
package org.winnow.scorers.train;

import org.jspecify.annotations.NullMarked;
