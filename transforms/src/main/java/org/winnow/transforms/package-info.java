/**
 * The steps of a curation, as Beam transforms.
 *
 * <p>The element is a {@link org.winnow.schemas.CorpusBatch}: immutable columns of about a thousand
 * rows. A step takes a collection of batches and gives back a {@link
 * org.winnow.transforms.StepResult}: the rows that stay and the rows that left, with the reason,
 * and where it has more to tell, {@link org.winnow.transforms.StepTable}s for the report. Text
 * moves once: a step that ranks, counts or joins takes numbers out of the batches ({@link
 * org.winnow.transforms.rank}), decides on them, and hands a small decision back. Only the final
 * {@link org.winnow.transforms.write.WriteDataset} shuffles rows.
 *
 * <p>The logic of each step is a plain class that can be tested without Beam; its {@code DoFn} is a
 * thin shell.
 */
@NullMarked
package org.winnow.transforms;

import org.jspecify.annotations.NullMarked;
