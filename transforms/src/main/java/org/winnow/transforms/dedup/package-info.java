/** Removes rows that repeat others. */
@NullMarked
package org.winnow.transforms.dedup;

import org.jspecify.annotations.NullMarked;
