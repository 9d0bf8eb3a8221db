/** Exact ranks of rows without sorting them: radix selection by mergeable histograms. */
@NullMarked
package org.winnow.transforms.rank;

import org.jspecify.annotations.NullMarked;
