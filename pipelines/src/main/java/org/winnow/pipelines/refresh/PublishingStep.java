package org.winnow.pipelines.refresh;

/** What a refresh has just done on its way to a new version. */
enum PublishingStep {
  /** It has the right to publish. */
  LOCKED,
  /** The dataset is made, outside of the versions. */
  MADE,
  /** It is compared with its parent, and the expectations hold. */
  COMPARED,
  /** It stands among the versions; readers do not get it yet. */
  IN_PLACE,
  /** Readers get it. */
  LATEST,
  /** Old versions are deleted. */
  PRUNED
}
