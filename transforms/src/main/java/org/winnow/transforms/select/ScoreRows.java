package org.winnow.transforms.select;

import java.util.List;
import org.winnow.schemas.CorpusBatch;

/** Reads several score columns of a batch as rows. */
final class ScoreRows {
  private ScoreRows() {}

  /** double[row][criterion]; NaN where a score is absent. */
  static double[][] of(CorpusBatch batch, List<Criterion> criteria) {
    double[][] rows = new double[batch.rows()][criteria.size()];
    for (int i = 0; i < criteria.size(); i++) {
      double[] column = batch.scores(criteria.get(i).column());
      for (int row = 0; row < rows.length; row++) {
        rows[row][i] = column[row];
      }
    }
    return rows;
  }

  /** Whether a row has every score. */
  static boolean isComplete(double[] row) {
    for (double value : row) {
      if (Double.isNaN(value)) {
        return false;
      }
    }
    return true;
  }
}
