/**
 * Text from a checkpoint: {@link org.winnow.scorers.generate.TextGenerator} answers conversations
 * in this process, many at a time, greedily or by chance. Chance is a hash of a request's seed, and
 * an answer depends on its request alone.
 */
@NullMarked
package org.winnow.scorers.generate;

import org.jspecify.annotations.NullMarked;
