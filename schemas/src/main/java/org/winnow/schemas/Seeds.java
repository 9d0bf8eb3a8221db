package org.winnow.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

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
    MessageDigest digest = Digests.sha256();
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
    for (String part : new String[] {step, sampleId, purpose}) {
      byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
      digest.update(utf8);
    }
    return ByteBuffer.wrap(digest.digest()).getLong();
  }
}
