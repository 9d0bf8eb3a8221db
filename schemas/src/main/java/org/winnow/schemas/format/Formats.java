package org.winnow.schemas.format;

import java.util.List;

/** The kinds of file that can be read. To add one, write its class and add a line here. */
final class Formats {
  /** Tried in this order; the first that recognises the input reads it. */
  static final List<FileFormat> ALL =
      List.of(
          new SavedDatasetFormat(),
          new MdsFormat(),
          new ParquetFormat(),
          new ArrowFileFormat(),
          new ArrowStreamFormat(),
          new JsonArrayFormat(),
          new JsonLinesFormat());

  private Formats() {}

  /**
   * The format of an input.
   *
   * @throws DamagedFile if no format recognises it
   */
  static FileFormat of(Input input) throws DamagedFile {
    for (FileFormat format : ALL) {
      if (format.recognises(input)) {
        return format;
      }
    }
    if (input.head().length == 0) {
      throw DamagedFile.whole(
          DamagedFile.TRUNCATED, "expected a ." + input.suffix() + " file, found no content");
    }
    throw DamagedFile.whole(
        DamagedFile.UNREADABLE,
        "expected a ."
            + input.suffix()
            + " file, found a file that starts with '"
            + Excerpt.ofStart(input.head())
            + "'");
  }
}
