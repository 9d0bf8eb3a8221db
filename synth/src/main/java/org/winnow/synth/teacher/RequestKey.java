package org.winnow.synth.teacher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.winnow.schemas.Digests;

/**
 * The name of a request by its content.
 *
 * <p>A key is SHA-256 over the compact JSON of model, messages, parameters and schema, in a fixed
 * order, and of the sample number. It depends on nothing else: not on the server that is asked, the
 * request's id, prices, retries or anything that is later read from the answer.
 */
public final class RequestKey {
  private static final int FORMAT = 1;

  private RequestKey() {}

  /** Whether a text has the form of a key. */
  static boolean isKey(String text) {
    return text.matches("[0-9a-f]{64}");
  }

  /** The key of a request, 64 lower-case hexadecimal digits. */
  public static String of(TeacherRequest request) {
    ObjectNode content = ChatBody.of(request);
    content.put("sample", request.sample()).put("format", FORMAT);
    return Digests.hex(content.toString().getBytes(StandardCharsets.UTF_8));
  }
}
