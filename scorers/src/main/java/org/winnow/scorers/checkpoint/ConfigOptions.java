package org.winnow.scorers.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The options of one JSON object.
 *
 * @param node the object
 * @param problems takes what is missing or has the wrong type
 */
record ConfigOptions(JsonNode node, List<String> problems) {
  JsonNode get(String option) {
    return node.path(option);
  }

  /** Whether the option is left out or null. */
  boolean absent(String option) {
    return get(option).isMissingNode() || get(option).isNull();
  }

  boolean flag(String option, boolean otherwise) {
    JsonNode value = get(option);
    if (!absent(option) && !value.isBoolean()) {
      problems.add(option + " must be true or false, found " + value);
    }
    return absent(option) ? otherwise : value.asBoolean();
  }

  /** A whole number of at least 1. */
  int size(String option) {
    return sizeOr(option, 0);
  }

  /** A whole number of at least 1, or {@code otherwise} if it is absent. */
  int sizeOr(String option, int otherwise) {
    JsonNode value = get(option);
    int size = absent(option) ? otherwise : value.asInt();
    if (size < 1) {
      problems.add(
          option + " must be a whole number >= 1, found " + (absent(option) ? "none" : value));
    }
    return size;
  }

  /** A number, or {@code otherwise} if it is absent. */
  double number(String option, double otherwise) {
    return absent(option) ? otherwise : number(option);
  }

  /** A number that has to be there. */
  double number(String option) {
    JsonNode value = get(option);
    if (!value.isNumber()) {
      problems.add(option + " must be a number, found " + (absent(option) ? "none" : value));
    }
    return value.asDouble();
  }

  /** A number above 0 that has to be there. */
  double positive(String option) {
    double value = number(option);
    if (get(option).isNumber() && value <= 0) {
      problems.add(option + " must be above 0, found " + get(option));
    }
    return value;
  }
}
