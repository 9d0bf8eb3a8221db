/** End-to-end tests through the command line. */
@NullMarked
package org.winnow.runners;

import org.jspecify.annotations.NullMarked;
