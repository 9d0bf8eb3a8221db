/** Tests of training, held against PyTorch. */
@NullMarked
package org.winnow.scorers.train;

import org.jspecify.annotations.NullMarked;
