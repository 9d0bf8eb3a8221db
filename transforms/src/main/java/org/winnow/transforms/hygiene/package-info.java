/**
 * What a corpus is cleaned of before it is scored: rows of benchmarks, rows that break a rule,
 * secrets and personal data.
 *
 * <p>Three transforms: {@link org.winnow.transforms.hygiene.Decontaminate}, {@link
 * org.winnow.transforms.hygiene.FilterRows}, {@link org.winnow.transforms.hygiene.ScrubRows}. Each
 * decides on a row from the row alone (and the benchmarks), moves no text and keeps no state. What
 * they decide by are plain classes: {@link org.winnow.transforms.hygiene.BenchmarkIndex}, the
 * {@link org.winnow.transforms.hygiene.RowRule}s, and {@link
 * org.winnow.transforms.hygiene.Scrubber}.
 */
@NullMarked
package org.winnow.transforms.hygiene;

import org.jspecify.annotations.NullMarked;
