/**
 * Removes rows that repeat others.
 *
 * <p>{@link org.winnow.transforms.dedup.DedupExact} compares whole rows by hash. {@link
 * org.winnow.transforms.dedup.NearDup} finds rows that share most of their n-grams: {@link
 * org.winnow.transforms.dedup.NearDupForm} makes band hashes of a row, {@code NormalText} to {@code
 * Shingles} to {@code MinHash}; {@code BandTable} joins rows that share a band, and {@code
 * RowClusters} says which rows belong together in the end. Of either step's copies {@link
 * org.winnow.transforms.dedup.Preference} chooses the one that stays.
 */
@NullMarked
package org.winnow.transforms.dedup;

import org.jspecify.annotations.NullMarked;
