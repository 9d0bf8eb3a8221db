/** Tests of this package. */
@NullMarked
package org.winnow.runners.schedule;

import org.jspecify.annotations.NullMarked;
