/** Tests of the runners' launchers. */
@NullMarked
package org.winnow.runners.launch;

import org.jspecify.annotations.NullMarked;
