/** Tests of the scorers module. */
@NullMarked
package org.winnow.scorers;

import org.jspecify.annotations.NullMarked;
