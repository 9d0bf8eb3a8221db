/**
 * What instruction data looks like.
 *
 * <p>A newcomer reads {@link org.winnow.schemas.Sample} first: one conversation with its identity,
 * where it came from, and what has been found out about it. Samples travel in {@link
 * org.winnow.schemas.CorpusBatch}es, immutable Arrow record batches of about a thousand rows. A row
 * that is taken out of a corpus becomes a {@link org.winnow.schemas.Rejection}, so that nothing is
 * lost without a trace. {@link org.winnow.schemas.Seeds} is the only source of chance. What has to
 * survive a crash is a {@link org.winnow.schemas.StoreEntry}.
 *
 * <p>Reading and writing files is in {@link org.winnow.schemas.format}.
 */
@NullMarked
package org.winnow.schemas;

import org.jspecify.annotations.NullMarked;
