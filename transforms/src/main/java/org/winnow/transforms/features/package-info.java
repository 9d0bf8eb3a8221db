/**
 * Rows as vectors: what several score columns, such as a gradient sketch, say together.
 *
 * <p>Sums over a corpus are of whole numbers, so they are the same for every order and grouping.
 */
@NullMarked
package org.winnow.transforms.features;

import org.jspecify.annotations.NullMarked;
