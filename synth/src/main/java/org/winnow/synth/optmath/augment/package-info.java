/**
 * New problems out of known ones by rules, kept if two models that were made of the words alone
 * have the same optimum (OptMATH, arXiv 2502.11102, section 5.1).
 */
@NullMarked
package org.winnow.synth.optmath.augment;

import org.jspecify.annotations.NullMarked;
