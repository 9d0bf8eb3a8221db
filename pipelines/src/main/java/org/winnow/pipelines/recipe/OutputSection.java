package org.winnow.pipelines.recipe;

import java.util.List;
import java.util.Set;
import org.winnow.schemas.format.OptionalColumn;
import org.winnow.schemas.format.OutputFormat;
import org.winnow.schemas.format.OutputShape;
import org.winnow.schemas.format.RowLayout;

/**
 * A recipe's {@code output}.
 *
 * @param format of the data files
 * @param shape of the conversations in them
 * @param omit columns that are left out
 * @param shardRows rows of a data file at most, from 1
 */
public record OutputSection(
    OutputFormat format, OutputShape shape, Set<OptionalColumn> omit, long shardRows) {
  public OutputSection {
    omit = Set.copyOf(omit);
  }

  /** The columns of the data files, with these scores. */
  public RowLayout layout(List<String> scoreColumns) {
    return new RowLayout(shape, omit, scoreColumns);
  }
}
