/**
 * Trials: the same small model learns from a curated set, from as many rows by chance and from
 * everything, and is measured on rows that it has not seen.
 */
@NullMarked
package org.winnow.pipelines.trial;

import org.jspecify.annotations.NullMarked;
