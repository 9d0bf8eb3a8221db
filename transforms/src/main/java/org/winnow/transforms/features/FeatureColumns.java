package org.winnow.transforms.features;

import java.util.List;
import org.winnow.schemas.CorpusBatch;

/** What becomes of the columns that a step made its own column from. */
public enum FeatureColumns {
  KEEP {
    @Override
    public CorpusBatch of(CorpusBatch batch, List<String> features) {
      return batch;
    }
  },
  DROP {
    @Override
    public CorpusBatch of(CorpusBatch batch, List<String> features) {
      return batch.withoutScores(features);
    }
  };

  /** The batch as it leaves the step. */
  public abstract CorpusBatch of(CorpusBatch batch, List<String> features);
}
