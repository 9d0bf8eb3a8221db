/** Chooses rows by their scores, in exact numbers. */
@NullMarked
package org.winnow.transforms.select;

import org.jspecify.annotations.NullMarked;
