/** Tests of the command line's parts. */
@NullMarked
package org.winnow.runners.cli;

import org.jspecify.annotations.NullMarked;
