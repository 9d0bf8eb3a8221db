/** Writes shards in training order. */
@NullMarked
package org.winnow.transforms.write;

import org.jspecify.annotations.NullMarked;
