/** From files to batches. */
@NullMarked
package org.winnow.transforms.read;

import org.jspecify.annotations.NullMarked;
