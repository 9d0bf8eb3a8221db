package org.winnow.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * The identity of a conversation: the first 128 bits of SHA-256 over its canonical form.
 *
 * <p>The canonical form is, for each message in order, the role's label and the content, each as
 * UTF-8 behind its length in bytes as a 32-bit big-endian number. Lengths make the form
 * unambiguous: no two different conversations share it.
 */
public final class SampleId {
  private static final int ID_BYTES = 16;

  private SampleId() {}

  /** The id of a conversation, 32 lower-case hexadecimal digits. */
  public static String of(List<Message> messages) {
    MessageDigest digest = Digests.sha256();
    for (Message message : messages) {
      update(digest, message.role().label());
      update(digest, message.content());
    }
    return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
  }

  private static void update(MessageDigest digest, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
    digest.update(utf8);
  }
}
