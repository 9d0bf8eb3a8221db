package org.winnow.synth.ultraprompt;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The principles that instructions are rewritten by.
 *
 * <p>The built-in ones are the ten of P-Aligner (arXiv 2508.04626, appendix C) in five categories,
 * in other words. A file adds to them, or replaces those of the same name:
 *
 * <pre>{@code
 * {"principles": [{"name": "units", "category": "math", "text": "Say in which unit to answer."}]}
 * }</pre>
 *
 * @param all in their order, with distinct names and texts
 */
public record Principles(List<Principle> all) {
  /** The category whose principles apply to every instruction. */
  public static final String HELPFULNESS = "helpfulness";

  public Principles {
    all = List.copyOf(all);
    Set<String> names = new HashSet<>();
    Set<String> texts = new HashSet<>();
    for (Principle principle : all) {
      if (!names.add(principle.name())) {
        throw new IllegalArgumentException(
            "expected principles with distinct names, found '" + principle.name() + "' twice");
      }
      if (!texts.add(principle.text())) {
        throw new IllegalArgumentException(
            "expected principles with distinct texts, found that of '"
                + principle.name()
                + "' twice");
      }
    }
  }

  /** The ten built-in principles. */
  public static Principles builtin() {
    return read(Resources.text("principles.json"), "principles.json");
  }

  /**
   * Reads a file's text.
   *
   * @param where the text stands, for messages
   * @throws IllegalArgumentException if a field is unknown, missing, repeated or empty, or a
   *     principle is given twice; says where and what was expected
   */
  public static Principles read(String json, String where) {
    try {
      return StrictJson.read(json, Principles.File.class).toPrinciples();
    } catch (JsonProcessingException e) {
      String place =
          e.getLocation() == null ? where : where + ", line " + e.getLocation().getLineNr();
      throw new IllegalArgumentException(
          place
              + ": expected {\"principles\": [{\"name\", \"category\", \"text\"}]}, found: "
              + e.getOriginalMessage(),
          e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
  }

  /** These with others: one of the same name takes the place of its namesake, others follow. */
  public Principles with(Principles others) {
    Map<String, Principle> byName = new LinkedHashMap<>();
    all.forEach(principle -> byName.put(principle.name(), principle));
    others.all.forEach(principle -> byName.put(principle.name(), principle));
    return new Principles(List.copyOf(byName.values()));
  }

  /**
   * The actions of an instruction: the principles of its category, then those of {@link
   * #HELPFULNESS}, each in their order. May be empty if there are none of helpfulness.
   */
  public List<Principle> actions(SeedInstruction seed) {
    return Stream.of(seed.category(), HELPFULNESS)
        .distinct()
        .flatMap(category -> all.stream().filter(one -> one.category().equals(category)))
        .toList();
  }

  /** A file's form. */
  private record File(List<Principle> principles) {
    File {
      requireNonNull(principles, "principles is null");
    }

    Principles toPrinciples() {
      return new Principles(principles);
    }
  }
}
