package org.winnow.schemas.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** Changes single fields of a sample's meta; all other fields keep every digit. */
public final class MetaFields {
  private MetaFields() {}

  /**
   * A meta with one field more; a field of that name is replaced where it stands.
   *
   * @param meta one JSON object
   * @throws IllegalArgumentException if {@code meta} is none
   */
  public static String with(String meta, String name, JsonNode value) {
    byte[] json = meta.getBytes(StandardCharsets.UTF_8);
    try {
      ObjectNode fields = new JsonRow().parse(json, json.length);
      fields.set(name, value);
      return fields.toString();
    } catch (BadRow e) {
      throw new IllegalArgumentException("meta must be one JSON object: " + e.evidence(), e);
    }
  }
}
