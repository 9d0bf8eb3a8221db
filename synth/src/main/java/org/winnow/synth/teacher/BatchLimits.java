package org.winnow.synth.teacher;

/**
 * How large a file of requests for an offline batch may be.
 *
 * @param rows most requests, from 1
 * @param bytes most bytes, from 1
 */
public record BatchLimits(int rows, long bytes) {
  /** OpenAI's: 50,000 requests and 200 MB. */
  public static final BatchLimits OPENAI = new BatchLimits(50_000, 200_000_000);

  public BatchLimits {
    if (rows < 1 || bytes < 1) {
      throw new IllegalArgumentException(
          "batch limits must be >= 1, got " + rows + " rows, " + bytes + " bytes");
    }
  }
}
