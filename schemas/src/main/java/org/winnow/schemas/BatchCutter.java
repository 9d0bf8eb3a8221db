package org.winnow.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a stream of samples into batches at places that the content decides.
 *
 * <p>A batch ends after a sample whose id hashes to a chosen pattern (one id in 1,024), once it has
 * {@value #MIN_ROWS} rows; it always ends at {@value #MAX_ROWS} rows or when its text exceeds
 * {@value #MAX_BYTES} bytes. Random ids give about 1,100 rows on average. Because the place does
 * not depend on a count from the start of the file, inserting or removing a row changes the batches
 * around it and leaves the others as they are, bytes included. Work that is stored by batch can
 * then be used again.
 */
public final class BatchCutter {
  /** Fewest rows of a batch that is not the last. */
  public static final int MIN_ROWS = 256;

  /** Most rows of a batch. */
  public static final int MAX_ROWS = 2048;

  /** Text, in bytes of UTF-8, above which a batch ends at once. */
  public static final long MAX_BYTES = 8L << 20;

  private static final int CUT_BITS = 10;
  private static final int GOLDEN_RATIO = 0x9E3779B9;

  private final List<Sample> pending = new ArrayList<>();
  private long pendingBytes;

  /** Takes the next sample; gives the batch that it completes, if it completes one. */
  public Optional<CorpusBatch> add(Sample sample) {
    pending.add(sample);
    pendingBytes += textBytes(sample);
    boolean cut =
        pending.size() >= MAX_ROWS
            || pendingBytes > MAX_BYTES
            || (pending.size() >= MIN_ROWS && endsBatch(sample.id()));
    return cut ? finish() : Optional.empty();
  }

  /** Gives what is left as a last batch; empty if nothing is. The cutter can be used again. */
  public Optional<CorpusBatch> finish() {
    if (pending.isEmpty()) {
      return Optional.empty();
    }
    CorpusBatch batch = CorpusBatch.of(pending);
    pending.clear();
    pendingBytes = 0;
    return Optional.of(batch);
  }

  /** The upper bits of a multiplicative hash are as good as random for any form of id. */
  private static boolean endsBatch(String id) {
    return (id.hashCode() * GOLDEN_RATIO) >>> (Integer.SIZE - CUT_BITS) == 0;
  }

  private static long textBytes(Sample sample) {
    long bytes = utf8Length(sample.meta());
    for (Message message : sample.messages()) {
      bytes += utf8Length(message.content());
    }
    return bytes;
  }

  /** Bytes of {@code text} in UTF-8; each half of a surrogate pair stands for two of its four. */
  private static long utf8Length(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x800 && !Character.isSurrogate(c)) {
        bytes += 2;
      } else if (c >= 0x80) {
        bytes++;
      }
    }
    return bytes;
  }
}
