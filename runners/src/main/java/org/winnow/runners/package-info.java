/**
 * People and machines: the command line, and the runners that carry a pipeline.
 *
 * <p>{@link org.winnow.runners.Main} is the entry; {@link org.winnow.runners.cli} holds a file for
 * each command, {@link org.winnow.runners.launch} one for each runner.
 */
@NullMarked
package org.winnow.runners;

import org.jspecify.annotations.NullMarked;
