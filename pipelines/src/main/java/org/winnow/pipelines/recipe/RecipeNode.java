package org.winnow.pipelines.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.winnow.transforms.Amount;

/**
 * One place in a recipe: reads values of a wanted type, and notes a problem with path, value and
 * what is allowed where the value is not of that type. After a problem it answers a harmless
 * stand-in, so that reading goes on and finds the other problems.
 */
public final class RecipeNode {
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*%");

  private final String path;
  private final JsonNode node;
  private final Problems problems;

  /** The root of a recipe. */
  public RecipeNode(JsonNode root, Problems problems) {
    this("", root, problems);
  }

  private RecipeNode(String path, JsonNode node, Problems problems) {
    this.path = path;
    this.node = node;
    this.problems = problems;
  }

  /** Where this place is, such as {@code steps[2].select}. */
  public String path() {
    return path;
  }

  /** Whether anything is written here. */
  public boolean isPresent() {
    return !node.isMissingNode() && !node.isNull();
  }

  /** Notes a problem with this place. */
  public void problem(String message) {
    problems.add(path.isEmpty() ? "recipe" : path, message);
  }

  /** The place of a key below this one; absent if there is no such key. */
  public RecipeNode get(String key) {
    JsonNode child = node.isObject() ? node.path(key) : MissingNode.getInstance();
    return new RecipeNode(path.isEmpty() ? key : path + "." + key, child, problems);
  }

  /** Whether this is a mapping; notes a problem if it is something else. */
  public boolean expectMapping(String what) {
    if (node.isObject()) {
      return true;
    }
    problem("expected " + what + ", found " + shown());
    return false;
  }

  /** Whether this is a mapping, without any complaint. */
  public boolean isMapping() {
    return node.isObject();
  }

  /** Notes a problem for every key that is not one of {@code known}. */
  public void allowKeys(String... known) {
    if (!node.isObject()) {
      return;
    }
    List<String> keys = Arrays.asList(known);
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!keys.contains(key)) {
                get(key).problem("unknown key; known here: " + String.join(", ", keys));
              }
            });
  }

  /** Each key of this mapping with its place, in the order written; empty if it is no mapping. */
  public Map<String, RecipeNode> entries() {
    Map<String, RecipeNode> entries = new LinkedHashMap<>();
    if (node.isObject()) {
      node.fieldNames().forEachRemaining(key -> entries.put(key, get(key)));
    }
    return entries;
  }

  /** Whether this is a list, without any complaint. */
  public boolean isList() {
    return node.isArray();
  }

  /** The places of a list; a problem and no places if this is not a list. */
  public List<RecipeNode> items(String what) {
    List<RecipeNode> items = new ArrayList<>();
    if (!node.isArray()) {
      problem("expected a list of " + what + ", found " + shown());
      return items;
    }
    for (int i = 0; i < node.size(); i++) {
      items.add(new RecipeNode(path + "[" + i + "]", node.get(i), problems));
    }
    return items;
  }

  /** A text that must be here and must not be blank. */
  public String text(String what) {
    if (node.isTextual() && !node.textValue().isBlank()) {
      return node.textValue();
    }
    problem("expected " + what + ", found " + shown());
    return "";
  }

  /** A text, or {@code otherwise} if nothing is written here. */
  public String textOr(String otherwise, String what) {
    return isPresent() ? text(what) : otherwise;
  }

  /** A scalar as it is written, for values whose type is decided elsewhere. */
  public Optional<String> scalar() {
    if (node.isValueNode() && isPresent()) {
      return Optional.of(node.asText());
    }
    problem("expected a single value, found " + shown());
    return Optional.empty();
  }

  /** A whole number from {@code min} to {@code max}, or {@code otherwise} if nothing is written. */
  public long wholeOr(long otherwise, long min, long max) {
    if (!isPresent()) {
      return otherwise;
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      long value = node.longValue();
      if (value >= min && value <= max) {
        return value;
      }
    }
    problem("expected a whole number from " + min + " to " + max + ", found " + shown());
    return otherwise;
  }

  /** A number above 0, or {@code otherwise} if nothing is written. */
  public double positiveOr(double otherwise) {
    return isPresent() ? positive() : otherwise;
  }

  /** A number above 0 that must be here. */
  public double positive() {
    if (node.isNumber() && node.doubleValue() > 0 && Double.isFinite(node.doubleValue())) {
      return node.doubleValue();
    }
    problem("expected a number above 0, found " + shown());
    return 1;
  }

  /** Any finite number, or {@code otherwise} if nothing is written. */
  public double numberOr(double otherwise) {
    if (!isPresent()) {
      return otherwise;
    }
    if (node.isNumber() && Double.isFinite(node.doubleValue())) {
      return node.doubleValue();
    }
    problem("expected a number, found " + shown());
    return otherwise;
  }

  /** A truth value, or {@code otherwise} if nothing is written. */
  public boolean flagOr(boolean otherwise) {
    if (!isPresent()) {
      return otherwise;
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    problem("expected true or false, found " + shown());
    return otherwise;
  }

  /** One of the constants of an enum, written in lower case; {@code otherwise} if nothing is. */
  public <E extends Enum<E>> E oneOfOr(E otherwise, Class<E> type) {
    if (!isPresent()) {
      return otherwise;
    }
    List<String> allowed = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String name = constant.name().toLowerCase(Locale.ROOT);
      if (node.isTextual() && node.textValue().equals(name)) {
        return constant;
      }
      allowed.add(name);
    }
    problem("expected one of " + String.join(", ", allowed) + ", found " + shown());
    return otherwise;
  }

  /**
   * A share such as {@code 30%} or a count such as <code>{rows: 5000}</code>; never a bare number.
   */
  public Amount amount() {
    return amount(1, Double.MAX_VALUE, "a share such as 30% or a count such as {rows: 5000}");
  }

  /** A part of what there is: a share of at most {@code 100%}, or a count. */
  public Amount part() {
    return amount(1, 100, "a share up to 100%, such as 30%, or a count such as {rows: 5000}");
  }

  /** What is put up with: a share or a count, both may be 0. */
  public Amount tolerance() {
    return amount(0, 100, "a share from 0% to 100% or a count such as {rows: 10}");
  }

  /**
   * A share from {@code 0%} to {@code 100%}, or {@code otherwise} if nothing is written.
   *
   * @return percent
   */
  public BigDecimal percentOr(BigDecimal otherwise) {
    if (!isPresent()) {
      return otherwise;
    }
    Matcher percent = PERCENT.matcher(node.isTextual() ? node.textValue().trim() : "");
    if (percent.matches()) {
      BigDecimal value = new BigDecimal(percent.group(1));
      if (value.compareTo(BigDecimal.valueOf(100)) <= 0) {
        return value;
      }
    }
    problem("expected a share from 0% to 100%, such as 1%, found " + shown());
    return otherwise;
  }

  private Amount amount(long minRows, double maxPercent, String what) {
    if (node.isTextual()) {
      Matcher percent = PERCENT.matcher(node.textValue().trim());
      if (percent.matches()) {
        BigDecimal value = new BigDecimal(percent.group(1));
        boolean isZero = value.signum() == 0;
        if (value.doubleValue() <= maxPercent && (minRows == 0 || !isZero)) {
          return new Amount.Percent(value);
        }
      }
    }
    if (node.isObject() && node.size() == 1 && node.has("rows")) {
      return new Amount.Rows(get("rows").wholeOr(1, minRows, Long.MAX_VALUE));
    }
    problem("expected " + what + ", found " + shown());
    return new Amount.Rows(1);
  }

  /** What is written here, short enough for a message. */
  public String shown() {
    if (!isPresent()) {
      return "nothing";
    }
    String text = node.isTextual() ? "'" + node.textValue() + "'" : node.toString();
    return text.length() > 80 ? text.substring(0, 77) + "..." : text;
  }
}
