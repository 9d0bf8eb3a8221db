package org.winnow.schemas.format;

import java.io.Closeable;
import java.io.IOException;
import org.winnow.schemas.Sample;

/**
 * Writes samples to one file. Made by {@link OutputFormat#open}; the caller closes it, and only
 * then is the file complete. Memory is bounded, whatever the number of samples.
 */
public interface ShardWriter extends Closeable {
  /** Appends a sample. A score that the sample does not have becomes null. */
  void write(Sample sample) throws IOException;
}
