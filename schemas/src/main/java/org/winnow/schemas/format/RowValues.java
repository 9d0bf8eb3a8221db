package org.winnow.schemas.format;

import java.io.IOException;
import java.util.List;
import org.winnow.schemas.Message;

/** Takes the values of one row, column by column in the order of {@link RowLayout#columns}. */
interface RowValues {
  /** The value of a {@link ColumnType#TEXT} column. */
  void text(String value) throws IOException;

  /** The value of a {@link ColumnType#WHOLE} column. */
  void whole(long value) throws IOException;

  /** The value of a {@link ColumnType#NUMBER} column; NaN if it is absent. */
  void number(double value) throws IOException;

  /** The value of a column of turns. */
  void turns(List<Message> turns) throws IOException;

  /** The value of a {@link ColumnType#PAIRS} column: the turns of user and assistant by turns. */
  void pairs(List<Message> turns) throws IOException;
}
