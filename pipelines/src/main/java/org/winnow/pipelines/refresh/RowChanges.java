package org.winnow.pipelines.refresh;

/**
 * Which rows differ between two datasets. A row is known by its id, the hash of its conversation,
 * and counts once however often a dataset repeats it.
 *
 * @param added rows of the newer only
 * @param removed rows of the older only
 * @param changed rows of both whose domain, meta, weight or number of repetitions differs
 * @param kept rows of both that are equal in all of these; scores may differ
 */
public record RowChanges(long added, long removed, long changed, long kept) {}
