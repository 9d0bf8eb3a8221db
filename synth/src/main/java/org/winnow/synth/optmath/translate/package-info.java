/**
 * Solved instances put into words by a teacher, who generates, criticises and refines (OptMATH,
 * arXiv 2502.11102, algorithm 2).
 */
@NullMarked
package org.winnow.synth.optmath.translate;

import org.jspecify.annotations.NullMarked;
