package org.winnow.transforms.dedup;

import java.util.List;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Origin;

/** Tells the rows of a batch apart without their text. */
final class Places {
  private final List<String> ids;
  private final List<String> domains;
  private final List<Origin> origins;
  private final long[] ranks;
  private final long[] metaDigests;

  /**
   * The places in {@code batch}.
   *
   * @param preference which of several copies is best
   */
  Places(CorpusBatch batch, Preference preference) {
    ids = batch.ids();
    domains = batch.domains();
    origins = batch.origins();
    ranks = preference.ranks(batch);
    metaDigests = batch.metaDigests();
  }

  /** The id of a row. */
  PlaceBlock.Hash id(int row) {
    return PlaceBlock.Hash.ofId(ids.get(row));
  }

  /** The place of a row that belongs to {@code group}. */
  PlaceBlock.Place place(int row, PlaceBlock.Hash group) {
    Origin origin = origins.get(row);
    return new PlaceBlock.Place(
        group,
        ranks[row],
        id(row),
        metaDigests[row],
        domains.get(row),
        origin.file(),
        origin.row(),
        row);
  }
}
