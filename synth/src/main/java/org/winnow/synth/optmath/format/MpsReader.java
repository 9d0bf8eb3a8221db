package org.winnow.synth.optmath.format;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.Names;
import org.winnow.synth.optmath.model.Relation;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/**
 * Reads models in free MPS format: fields separated by white space, heads of sections at the
 * beginning of a line, {@code *} for comments.
 *
 * <p>{@code OBJSENSE}, {@code RANGES} (a range becomes two rows), integer markers, and all bounds
 * of linear models are read; names of sets may be left out. The right side of the objective is what
 * its constant is short of. A negative {@code UP} without {@code LO} takes the lower bound away, as
 * the format has it. Whole numbers without bounds are refused, because readers differ between 1 and
 * infinity; so are other sections, semi-continuous variables and further free rows.
 */
public final class MpsReader {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]++(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eEdD][+-]?[0-9]++)?+");

  private static final Pattern SPACE = Pattern.compile("\\s++");

  private final ModelDraft draft = new ModelDraft();
  private final Map<String, MpsRow> rows = new LinkedHashMap<>();
  private final Map<String, String> sets = new LinkedHashMap<>();
  private String section = "";
  private String objective = "";
  private boolean integers;
  private int line;

  /** A row in the making. */
  private static final class MpsRow {
    private final char kind;
    private final int line;
    private final Sum sum = new Sum();
    private final Map<String, Integer> met = new LinkedHashMap<>();
    private double rightSide;
    private double range;
    private boolean hasRightSide;
    private boolean hasRange;

    private MpsRow(char kind, int line) {
      this.kind = kind;
      this.line = line;
    }
  }

  private MpsReader() {}

  /**
   * Reads a model.
   *
   * @param text a whole file
   * @throws ModelTextException where the text is something else
   */
  public static Model read(String text) throws ModelTextException {
    ModelDraft.checkLength(text);
    MpsReader reader = new MpsReader();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      reader.line++;
      reader.readLine(text.substring(start, end));
      start = end + 1;
    }
    return reader.model();
  }

  private void readLine(String text) throws ModelTextException {
    if (text.isBlank() || text.startsWith("*")) {
      return;
    }
    List<String> fields = List.of(SPACE.split(text.strip()));
    if (!Character.isWhitespace(text.charAt(0))) {
      readHead(fields);
      return;
    }
    switch (section) {
      case "OBJSENSE" -> readSense(fields.get(0));
      case "ROWS" -> readRow(fields);
      case "COLUMNS" -> readColumn(fields);
      case "RHS", "RANGES" -> readRightSides(fields);
      case "BOUNDS" -> readBound(fields);
      default ->
          throw error("expected a section, found " + ModelTextException.excerpt(text.strip()));
    }
  }

  private void readHead(List<String> fields) throws ModelTextException {
    if (section.equals("ENDATA")) {
      throw error("expected nothing behind ENDATA");
    }
    section = fields.get(0).toUpperCase(Locale.ROOT);
    switch (section) {
      case "NAME", "ROWS", "COLUMNS", "RHS", "RANGES", "BOUNDS", "ENDATA" -> {}
      case "OBJSENSE" -> {
        if (fields.size() > 1) {
          readSense(fields.get(1));
        }
      }
      default ->
          throw error(
              "expected NAME, OBJSENSE, ROWS, COLUMNS, RHS, RANGES, BOUNDS or ENDATA, found "
                  + ModelTextException.excerpt(fields.get(0)));
    }
  }

  private void readSense(String word) throws ModelTextException {
    switch (word.toUpperCase(Locale.ROOT)) {
      case "MAX", "MAXIMIZE" -> draft.sense(Sense.MAXIMIZE);
      case "MIN", "MINIMIZE" -> draft.sense(Sense.MINIMIZE);
      default -> throw error("expected MAX or MIN, found " + ModelTextException.excerpt(word));
    }
  }

  private void readRow(List<String> fields) throws ModelTextException {
    expectSize(fields, 2, 2);
    String kind = fields.get(0).toUpperCase(Locale.ROOT);
    String name = fields.get(1);
    if (kind.length() != 1 || "NLGE".indexOf(kind.charAt(0)) < 0) {
      throw error("expected N, L, G or E, found " + ModelTextException.excerpt(kind));
    }
    if (!Names.isName(name)) {
      throw error("expected the name of a row, found " + ModelTextException.excerpt(name));
    }
    if (kind.equals("N")) {
      if (!objective.isEmpty()) {
        throw error("expected one row of kind N, found " + objective + " and " + name);
      }
      objective = name;
    }
    if (rows.put(name, new MpsRow(kind.charAt(0), line)) != null) {
      throw error("row " + name + " is there twice");
    }
  }

  private void readColumn(List<String> fields) throws ModelTextException {
    if (fields.size() == 3 && fields.get(1).equals("'MARKER'")) {
      integers =
          switch (fields.get(2)) {
            case "'INTORG'" -> true;
            case "'INTEND'" -> false;
            default ->
                throw error(
                    "expected 'INTORG' or 'INTEND', found "
                        + ModelTextException.excerpt(fields.get(2)));
          };
      return;
    }
    if (fields.size() != 3 && fields.size() != 5) {
      throw error("expected a column with one or two entries, found " + fields.size() + " fields");
    }
    String column = fields.get(0);
    boolean known = draft.knows(column);
    ModelDraft.Column variable = draft.column(column, line);
    if (known && variable.isInteger() != integers) {
      throw error("column " + column + " is on both sides of a marker");
    }
    if (integers) {
      variable.integer();
    }
    for (int i = 1; i < fields.size(); i += 2) {
      MpsRow row = row(fields.get(i));
      if (row.met.putIfAbsent(column, line) != null) {
        throw error("column " + column + " has row " + fields.get(i) + " twice");
      }
      row.sum.plus(number(fields.get(i + 1)), column);
    }
  }

  private void readRightSides(List<String> fields) throws ModelTextException {
    expectSize(fields, 2, 5);
    boolean ranges = section.equals("RANGES");
    set(fields.size() % 2 == 1 ? fields.get(0) : "");
    // An odd count begins with the name of the set.
    for (int i = fields.size() % 2; i < fields.size(); i += 2) {
      MpsRow row = row(fields.get(i));
      double value = number(fields.get(i + 1));
      if (ranges ? row.hasRange : row.hasRightSide) {
        throw error("row " + fields.get(i) + " is there twice in " + section);
      }
      if (ranges) {
        row.hasRange = true;
        row.range = value;
      } else {
        row.hasRightSide = true;
        row.rightSide = value;
      }
    }
  }

  private void readBound(List<String> fields) throws ModelTextException {
    expectSize(fields, 2, 4);
    String kind = fields.get(0).toUpperCase(Locale.ROOT);
    switch (kind) {
      case "FR", "MI", "PL", "BV" -> {
        set(fields.size() == 2 ? "" : fields.get(1));
        String name = fields.get(fields.size() == 2 ? 1 : 2);
        bound(known(name), kind);
      }
      case "LO", "UP", "FX", "LI", "UI" -> {
        expectSize(fields, 3, 4);
        set(fields.size() == 3 ? "" : fields.get(1));
        ModelDraft.Column column = known(fields.get(fields.size() - 2));
        bound(column, kind, number(fields.get(fields.size() - 1)));
      }
      default ->
          throw error(
              "expected a bound LO, UP, FX, FR, MI, PL, BV, LI or UI, found "
                  + ModelTextException.excerpt(fields.get(0)));
    }
  }

  private void bound(ModelDraft.Column column, String kind) {
    if (kind.equals("BV")) {
      column.binary();
      return;
    }
    if (!kind.equals("PL")) {
      column.lower(Double.NEGATIVE_INFINITY, line);
    }
    if (!kind.equals("MI")) {
      column.upper(Double.POSITIVE_INFINITY, line);
    }
  }

  private void bound(ModelDraft.Column column, String kind, double bound) {
    if (kind.equals("LI") || kind.equals("UI")) {
      column.integer();
    }
    boolean up = kind.startsWith("U");
    if (up && bound < 0 && !column.hasLower()) {
      column.lower(Double.NEGATIVE_INFINITY, line);
    }
    if (!up) {
      column.lower(bound, line);
    }
    if (!kind.startsWith("L")) {
      column.upper(bound, line);
    }
  }

  /** A file may hold several right sides for one model; which are meant it does not say. */
  private void set(String name) throws ModelTextException {
    if (name.isEmpty()) {
      return;
    }
    String first = sets.putIfAbsent(section, name);
    if (first != null && !first.equals(name)) {
      throw error(
          "expected one set in "
              + section
              + ", found "
              + ModelTextException.excerpt(name)
              + " too");
    }
  }

  private ModelDraft.Column known(String name) throws ModelTextException {
    if (!draft.knows(name)) {
      throw error("expected a column, found " + ModelTextException.excerpt(name));
    }
    return draft.column(name, line);
  }

  private MpsRow row(String name) throws ModelTextException {
    MpsRow row = rows.get(name);
    if (row == null) {
      throw error("expected a row, found " + ModelTextException.excerpt(name));
    }
    return row;
  }

  private double number(String text) throws ModelTextException {
    if (!NUMBER.matcher(text).matches()) {
      throw error("expected a number, found " + ModelTextException.excerpt(text));
    }
    double value = Double.parseDouble(text.replace('d', 'e').replace('D', 'e'));
    if (Double.isInfinite(value)) {
      throw error(
          "expected a number that a double holds, found " + ModelTextException.excerpt(text));
    }
    return value;
  }

  private void expectSize(List<String> fields, int least, int most) throws ModelTextException {
    if (fields.size() < least || fields.size() > most) {
      throw error(
          "expected "
              + least
              + " to "
              + most
              + " fields in "
              + section
              + ", found "
              + fields.size());
    }
  }

  private ModelTextException error(String message) {
    return new ModelTextException(Math.max(1, line), message);
  }

  private Model model() throws ModelTextException {
    if (!section.equals("ENDATA")) {
      throw error("expected ENDATA, found the end of the text");
    }
    if (objective.isEmpty()) {
      throw error("expected a row of kind N for the objective");
    }
    for (Map.Entry<String, MpsRow> entry : rows.entrySet()) {
      addRow(entry.getKey(), entry.getValue());
    }
    draft.refuseOpenIntegers();
    return draft.build(line);
  }

  private void addRow(String name, MpsRow row) throws ModelTextException {
    if (row.kind == 'N') {
      if (row.hasRange) {
        throw new ModelTextException(row.line, "the objective " + name + " has a range");
      }
      draft.objective(row.sum, -row.rightSide);
      return;
    }
    if (!row.hasRange) {
      Relation relation =
          row.kind == 'E'
              ? Relation.EQUAL
              : row.kind == 'L' ? Relation.LESS_OR_EQUAL : Relation.GREATER_OR_EQUAL;
      draft.row(name, row.sum, relation, row.rightSide, row.line);
      return;
    }
    double width = Math.abs(row.range);
    boolean downwards = row.kind == 'L' || (row.kind == 'E' && row.range < 0);
    double least = downwards ? row.rightSide - width : row.rightSide;
    double most = downwards ? row.rightSide : row.rightSide + width;
    draft.row(name, row.sum, Relation.GREATER_OR_EQUAL, least, row.line);
    draft.unnamedRow(name + "_2", row.sum, Relation.LESS_OR_EQUAL, most, row.line);
  }
}
