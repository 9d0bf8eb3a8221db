/** Programs that measure; none of them is a test. */
@NullMarked
package org.winnow.runners.benchmark;

import org.jspecify.annotations.NullMarked;
