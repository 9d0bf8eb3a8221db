package org.winnow.schemas.format;

import java.io.Closeable;
import java.io.IOException;
import org.winnow.schemas.Sample;

/**
 * Writes samples to one file. Made by {@link OutputFormat#open}; the caller closes it, and only
 * then is the file complete. Memory is bounded, whatever the number of samples.
 */
public interface ShardWriter extends Closeable {
  /**
   * Whether the file can take this sample too. Where it cannot, the caller closes it and goes on
   * with another; an empty file takes any sample.
   */
  default boolean hasRoomFor(Sample sample) {
    return true;
  }

  /**
   * Appends a sample. A score that the sample does not have becomes null.
   *
   * @throws IllegalArgumentException if the sample does not fit the shape that is written
   */
  void write(Sample sample) throws IOException;
}
