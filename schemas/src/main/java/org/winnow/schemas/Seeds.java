package org.winnow.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Chance as a hash: the only source of randomness in Winnow.
 *
 * <p>A draw depends on the recipe's seed, the step, the sample and the purpose, and on nothing
 * else. Results therefore do not depend on order, parallelism, runner or retries.
 */
public final class Seeds {
  private Seeds() {}

  /**
   * 64 uniformly distributed bits for one decision.
   *
   * @param seed the recipe's seed
   * @param step name of the step that decides
   * @param sampleId the sample that is decided on
   * @param purpose what the draw is for, when a step needs several; a repeat count, for example
   */
  public static long bits(long seed, String step, String sampleId, String purpose) {
    byte[] first = step.getBytes(StandardCharsets.UTF_8);
    byte[] second = sampleId.getBytes(StandardCharsets.UTF_8);
    byte[] third = purpose.getBytes(StandardCharsets.UTF_8);
    ByteBuffer form =
        ByteBuffer.allocate(
            Long.BYTES + 3 * Integer.BYTES + first.length + second.length + third.length);
    form.putLong(seed);
    form.putInt(first.length).put(first);
    form.putInt(second.length).put(second);
    form.putInt(third.length).put(third);
    return ByteBuffer.wrap(Digests.sha256().digest(form.array())).getLong();
  }
}
