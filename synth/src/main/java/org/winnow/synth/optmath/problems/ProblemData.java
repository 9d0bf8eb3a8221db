package org.winnow.synth.optmath.problems;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.winnow.synth.optmath.model.NumberText;

/**
 * The numbers of one instance: sizes of sets, and tables over them. Members of a set are counted
 * from 0 and called A, B, ..., Z, AA and so on, so that names bring no digits into a text.
 */
public final class ProblemData {
  private static final int LETTERS = 26;

  private final ProblemText text;
  private final Map<String, Integer> sizes;
  private final Map<String, double[]> tables;

  private ProblemData(ProblemText text, Map<String, Integer> sizes, Map<String, double[]> tables) {
    this.text = text;
    this.sizes = sizes;
    this.tables = tables;
  }

  /** How many members a set has. */
  public int size(String set) {
    Integer size = sizes.get(set);
    if (size == null) {
      throw new IllegalArgumentException("no set " + set);
    }
    return size;
  }

  /** Whether a table has an entry. */
  public boolean has(String field, int... members) {
    return !Double.isNaN(table(field)[place(text.field(field), members)]);
  }

  /** An entry of a table that has it. */
  public double value(String field, int... members) {
    double value = table(field)[place(text.field(field), members)];
    if (Double.isNaN(value)) {
      throw new IllegalArgumentException("no entry " + Arrays.toString(members) + " in " + field);
    }
    return value;
  }

  /** The numbers of a table's entries, in order of its members; absent ones are left out. */
  public List<Double> values(String field) {
    return Arrays.stream(table(field)).filter(value -> !Double.isNaN(value)).boxed().toList();
  }

  /** The sum of a table's entries. */
  double total(String field) {
    return values(field).stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The greatest of a table's entries. */
  double greatest(String field) {
    return values(field).stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** A name for a variable or row that belongs to members: {@code ship_A_B}. */
  static String name(String what, int... members) {
    StringBuilder name = new StringBuilder(what);
    for (int member : members) {
      name.append('_').append(letters(member));
    }
    return name.toString();
  }

  /** What a member is called: A for 0, Z for 25, AA for 26. */
  static String letters(int member) {
    String last = String.valueOf((char) ('A' + member % LETTERS));
    return member < LETTERS ? last : letters(member / LETTERS - 1) + last;
  }

  /** The member that is called so. */
  static int member(String letters) {
    int member = 0;
    for (char letter : letters.toCharArray()) {
      member = member * LETTERS + (letter - 'A' + 1);
    }
    return member - 1;
  }

  private double[] table(String field) {
    double[] table = tables.get(field);
    if (table == null) {
      throw new IllegalArgumentException("no field " + field);
    }
    return table;
  }

  private int place(Field field, int... members) {
    return place(field, sizes, members);
  }

  private static int place(Field field, Map<String, Integer> sizes, int... members) {
    if (members.length != field.sets().size()) {
      throw new IllegalArgumentException(
          "expected "
              + field.sets().size()
              + " members for "
              + field.name()
              + ", found "
              + members.length);
    }
    int place = 0;
    for (int i = 0; i < members.length; i++) {
      int size = sizes.getOrDefault(field.sets().get(i), 0);
      if (members[i] < 0 || members[i] >= size) {
        throw new IllegalArgumentException(
            "expected a " + field.sets().get(i) + " below " + size + ", found " + members[i]);
      }
      place = place * size + members[i];
    }
    return place;
  }

  /** Sizes and tables, for comparing and for messages. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    sizes.forEach((set, size) -> parts.add(set + "=" + size));
    tables.forEach(
        (field, values) ->
            parts.add(
                field
                    + "="
                    + Arrays.stream(values)
                        .mapToObj(value -> Double.isNaN(value) ? "-" : NumberText.of(value))
                        .toList()));
    return String.join(" ", parts);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProblemData data && toString().equals(data.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** Data in the making: first the sizes, then the tables. */
  static final class Builder {
    private final ProblemText text;
    private final Map<String, Integer> sizes = new LinkedHashMap<>();
    private final Map<String, double[]> tables = new LinkedHashMap<>();

    Builder(ProblemText text) {
      this.text = text;
    }

    Builder size(String set, int size) {
      sizes.put(set, size);
      return this;
    }

    int size(String set) {
      return sizes.getOrDefault(set, 0);
    }

    Builder put(String field, double value, int... members) {
      Field found = text.field(field);
      table(found)[place(found, sizes, members)] = value;
      return this;
    }

    boolean has(String field, int... members) {
      Field found = text.field(field);
      return !Double.isNaN(table(found)[place(found, sizes, members)]);
    }

    private double[] table(Field field) {
      return tables.computeIfAbsent(
          field.name(),
          name -> {
            int length = 1;
            for (String set : field.sets()) {
              length = Math.multiplyExact(length, sizes.getOrDefault(set, 0));
            }
            double[] table = new double[length];
            Arrays.fill(table, Double.NaN);
            return table;
          });
    }

    double value(String field, int... members) {
      Field found = text.field(field);
      double value = table(found)[place(found, sizes, members)];
      if (Double.isNaN(value)) {
        throw new IllegalArgumentException("no entry " + Arrays.toString(members) + " in " + field);
      }
      return value;
    }

    DoubleStream entries(String field) {
      return Arrays.stream(table(text.field(field))).filter(value -> !Double.isNaN(value));
    }

    /** The number of entries that a full table has, and still lacks. */
    long missing(Field field) {
      return Arrays.stream(table(field)).filter(Double::isNaN).count();
    }

    /** The data; tables are in the order of the class's text. */
    ProblemData build() {
      Map<String, double[]> ordered = new LinkedHashMap<>();
      for (Field field : text.fields()) {
        ordered.put(field.name(), table(field).clone());
      }
      Map<String, Integer> counted = new LinkedHashMap<>();
      for (Noun noun : text.nouns()) {
        counted.put(noun.name(), size(noun.name()));
      }
      return new ProblemData(text, counted, ordered);
    }
  }
}
