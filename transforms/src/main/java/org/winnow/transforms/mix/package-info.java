/** Rebalances domains in exact numbers. */
@NullMarked
package org.winnow.transforms.mix;

import org.jspecify.annotations.NullMarked;
