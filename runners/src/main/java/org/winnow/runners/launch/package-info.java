/** The runners that a pipeline can be launched on. */
@NullMarked
package org.winnow.runners.launch;

import org.jspecify.annotations.NullMarked;
