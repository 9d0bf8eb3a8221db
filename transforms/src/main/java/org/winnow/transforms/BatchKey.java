package org.winnow.transforms;

import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Origin;

/** Names a batch within one run, so that a decision on its rows finds it again. */
public final class BatchKey {
  private BatchKey() {}

  /**
   * The content hash and the origin of the first row. Two batches of equal content come from
   * different places, so the name is unique as long as no file is read twice.
   */
  public static String of(CorpusBatch batch) {
    Origin first = batch.origins().get(0);
    return String.join(
        "/",
        batch.contentHash(),
        first.file(),
        Long.toString(first.row()),
        first.parent(),
        first.step());
  }
}
