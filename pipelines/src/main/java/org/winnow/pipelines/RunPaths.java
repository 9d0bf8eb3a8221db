package org.winnow.pipelines;

import java.nio.file.Path;

/**
 * Where a run keeps its things: the dataset, and beside it a working folder {@code NAME.winnow}.
 *
 * @param output the published dataset
 * @param store the score store
 */
public record RunPaths(Path output, Path store) {
  /** The paths of a run that publishes to {@code output}, with the store in the working folder. */
  public static RunPaths of(Path output) {
    Path absolute = output.toAbsolutePath().normalize();
    return new RunPaths(absolute, work(absolute).resolve("store"));
  }

  /** The same with the score store elsewhere. */
  public RunPaths withStore(Path otherStore) {
    return new RunPaths(output, otherStore.toAbsolutePath().normalize());
  }

  /** Where the answers of teachers and students are kept. */
  public Path answers() {
    return work().resolve("answers");
  }

  /** The working folder. */
  public Path work() {
    return work(output);
  }

  /** Where each run has a folder of its own, in which it puts its dataset together. */
  public Path stagings() {
    return work().resolve("staging");
  }

  /**
   * Where the last published dataset stands for the moment in which the new one takes its place.
   */
  public Path previous() {
    return work().resolve("previous");
  }

  private static Path work(Path output) {
    Path name = output.getFileName();
    if (name == null) {
      throw new IllegalArgumentException("a dataset cannot be published to " + output);
    }
    return output.resolveSibling(name + ".winnow");
  }
}
