/**
 * Datasets that are made again and again: versions, what changed between two of them, and what has
 * to hold before a new one is published.
 */
@NullMarked
package org.winnow.pipelines.refresh;

import org.jspecify.annotations.NullMarked;
