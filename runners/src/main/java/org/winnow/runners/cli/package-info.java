/** The commands of the command line. */
@NullMarked
package org.winnow.runners.cli;

import org.jspecify.annotations.NullMarked;
