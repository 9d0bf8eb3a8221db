package org.winnow.schemas.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetaFieldsTest {
  private static final TextNode VALUE = TextNode.valueOf("a\"b");

  @Test
  void addsOrReplacesOneFieldAndLeavesTheOthersAsTheyAre() {
    assertEquals("{\"note\":\"a\\\"b\"}", MetaFields.with("{}", "note", VALUE));
    assertEquals(
        "{\"n\":1.500,\"big\":123456789012345678901234567890,\"note\":\"a\\\"b\"}",
        MetaFields.with("{\"n\":1.500,\"big\":123456789012345678901234567890}", "note", VALUE));
    assertEquals(
        "{\"note\":\"a\\\"b\",\"x\":[null]}",
        MetaFields.with("{\"note\":{\"old\":1},\"x\":[null]}", "note", VALUE));
  }

  @Test
  void refusesWhatIsNoObject() {
    for (String meta : List.of("", "[]", "{\"a\":1,\"a\":2}")) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> MetaFields.with(meta, "note", VALUE));
      assertTrue(String.valueOf(refused.getMessage()).startsWith("meta must be one JSON object: "));
    }
  }
}
