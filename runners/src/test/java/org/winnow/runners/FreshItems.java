package org.winnow.runners;

import com.fasterxml.jackson.databind.JsonNode;

/** A teacher by rule whose items are all new: three for a request, each with the answer 7. */
final class FreshItems {
  private FreshItems() {}

  /** Whether a request asks for new items, which begins with the rules for them. */
  static boolean areWanted(JsonNode request) {
    return request.at("/messages/0/role").asText().equals("system");
  }

  /** Items that occur in no other request: a request's seed is its own. */
  static String of(JsonNode request) {
    StringBuilder text = new StringBuilder();
    for (int n = 1; n <= 3; n++) {
      String own = request.path("seed").asLong() + "x" + n;
      text.append(n).append(". Question: P").append(own).append(" has 3 t").append(own);
      text.append(" and gets 4 more. How many now?\nAnswer: 3+4=<<3+4=7>>7\n#### 7\n");
    }
    return text.toString();
  }
}
