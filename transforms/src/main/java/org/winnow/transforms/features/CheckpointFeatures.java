package org.winnow.transforms.features;

import java.io.Serializable;
import java.util.List;

/**
 * The score columns that one checkpoint gave, and how much they count beside those of others.
 *
 * @param columns a row's vector at this checkpoint, at least one column
 * @param learningRate the learning rate of training at this checkpoint; finite, above 0. Only its
 *     ratio to those of other checkpoints counts
 */
public record CheckpointFeatures(List<String> columns, double learningRate)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public CheckpointFeatures {
    columns = List.copyOf(columns);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a checkpoint needs at least one feature");
    }
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "learning rate must be > 0 and finite, got " + learningRate);
    }
  }

  /** The features of a checkpoint that stands alone, so that its learning rate does not matter. */
  public static CheckpointFeatures alone(List<String> columns) {
    return new CheckpointFeatures(columns, 1);
  }
}
