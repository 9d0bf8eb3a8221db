/** Gives rows the weights that a trainer multiplies their losses by. */
@NullMarked
package org.winnow.transforms.weigh;

import org.jspecify.annotations.NullMarked;
