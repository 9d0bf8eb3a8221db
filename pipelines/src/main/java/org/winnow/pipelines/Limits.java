package org.winnow.pipelines;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.winnow.transforms.read.InputFile;

/** Divides a limit on rows among files. */
final class Limits {
  private Limits() {}

  /**
   * The same files; each gives its first rows, as evenly as possible, earlier files the odd ones.
   */
  static List<InputFile> share(List<InputFile> files, Optional<Long> limit) {
    if (limit.isEmpty()) {
      return files;
    }
    List<InputFile> limited = new ArrayList<>();
    long share = limit.get() / files.size();
    long odd = limit.get() % files.size();
    for (int i = 0; i < files.size(); i++) {
      long rows = share + (i < odd ? 1 : 0);
      if (rows > 0) {
        limited.add(files.get(i).withMaxRows(rows));
      }
    }
    return limited;
  }
}
