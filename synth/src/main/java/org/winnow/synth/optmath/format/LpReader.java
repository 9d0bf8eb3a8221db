package org.winnow.synth.optmath.format;

import java.util.List;
import java.util.Optional;
import org.winnow.synth.optmath.format.LpToken.Kind;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.Names;
import org.winnow.synth.optmath.model.Relation;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

/**
 * Reads models in LP format.
 *
 * <p>Sections in any case and spelling: objective, {@code Subject To}, {@code Bounds}, {@code
 * Generals}, {@code Binaries}, {@code End}. Comments, wrapped lines, constants, rows without names
 * and ranges ({@code 2 <= x + y <= 8}, which become two rows) are read. Quadratic parts, indicator
 * rows, semi-continuous variables, special ordered sets and general constraints are refused by
 * name. Where readers differ, nothing is guessed: {@code x+y} and {@code 3x} are refused, variables
 * stand on the left, the right side ends its line, and a negative upper bound needs a lower one.
 */
public final class LpReader {
  private final List<LpToken> tokens;
  private final ModelDraft draft = new ModelDraft();
  private int at;

  private LpReader(List<LpToken> tokens) {
    this.tokens = tokens;
  }

  /** A sum with its constant, as it stands on one side of a row. */
  private record Expression(Sum sum, double constant, boolean hasVariables) {}

  private enum Section {
    ROWS,
    BOUNDS,
    GENERALS,
    BINARIES,
    END
  }

  /**
   * Reads a model.
   *
   * @param text a whole file
   * @throws ModelTextException where the text is something else
   */
  public static Model read(String text) throws ModelTextException {
    ModelDraft.checkLength(text);
    return new LpReader(LpTokens.of(text)).model();
  }

  private Model model() throws ModelTextException {
    readObjective();
    Section section = readHead();
    while (section != Section.END) {
      switch (section) {
        case ROWS -> readRows();
        case BOUNDS -> readBounds();
        case GENERALS, BINARIES -> readTypes(section);
        case END -> throw new IllegalStateException("the loop ends there");
      }
      section = readHead();
    }
    if (!here().is(Kind.END)) {
      throw unexpected("nothing behind End");
    }
    return draft.build(here().line());
  }

  private void readObjective() throws ModelTextException {
    LpToken head = take();
    switch (head.is(Kind.WORD) ? head.lowerCase() : "") {
      case "max", "maximize", "maximise", "maximum" -> draft.sense(Sense.MAXIMIZE);
      case "min", "minimize", "minimise", "minimum" -> draft.sense(Sense.MINIMIZE);
      default ->
          throw new ModelTextException(head.line(), "expected Minimize or Maximize, found " + head);
    }
    label();
    if (!atHead()) {
      Expression objective = expression();
      draft.objective(objective.sum(), objective.constant());
    }
  }

  /** Whether a section begins here: its word is the first of a line and no label. */
  private boolean atHead() {
    LpToken token = here();
    return token.is(Kind.END)
        || (token.startsLine()
            && token.is(Kind.WORD)
            && Names.isReserved(token.text())
            && !next().is(Kind.COLON));
  }

  private Section readHead() throws ModelTextException {
    LpToken head = take();
    switch (head.is(Kind.WORD) ? head.lowerCase() : "") {
      case "subject" -> {
        return second(head, "to", Section.ROWS);
      }
      case "such" -> {
        return second(head, "that", Section.ROWS);
      }
      case "st", "s.t.", "st." -> {
        return Section.ROWS;
      }
      case "bound", "bounds" -> {
        return Section.BOUNDS;
      }
      case "general", "generals", "gen", "integer", "integers", "int" -> {
        if (here().lowerCase().equals("constraints")) {
          throw new ModelTextException(head.line(), "general constraints are not read");
        }
        return Section.GENERALS;
      }
      case "binary", "binaries", "bin" -> {
        return Section.BINARIES;
      }
      case "end" -> {
        return Section.END;
      }
      default ->
          throw new ModelTextException(
              head.line(), "expected Subject To, Bounds, Generals, Binaries or End, found " + head);
    }
  }

  private Section second(LpToken first, String word, Section section) throws ModelTextException {
    if (!take().lowerCase().equals(word)) {
      throw new ModelTextException(first.line(), "expected \"" + word + "\" behind " + first);
    }
    return section;
  }

  private void readRows() throws ModelTextException {
    while (!atHead()) {
      int line = here().line();
      String name = label().orElse("");
      Expression left = expression();
      Relation relation = relation();
      if (left.hasVariables()) {
        double right = number() - left.constant();
        endOfLine();
        row(name, left.sum(), relation, right, line);
        continue;
      }
      Expression middle = expression();
      row(name, middle.sum(), turned(relation), left.constant() - middle.constant(), line);
      if (here().is(Kind.RELATION) && !here().startsLine()) {
        Relation second = relation();
        if (second != relation || relation == Relation.EQUAL) {
          throw new ModelTextException(line, "expected a range such as 1 <= x <= 2");
        }
        draft.unnamedRow(
            name.isEmpty() ? "" : name + "_2",
            middle.sum(),
            second,
            number() - middle.constant(),
            line);
      }
      endOfLine();
    }
  }

  private void row(String name, Sum sum, Relation relation, double right, int line)
      throws ModelTextException {
    if (name.isEmpty()) {
      draft.unnamedRow("", sum, relation, right, line);
    } else {
      draft.row(name, sum, relation, right, line);
    }
  }

  private Optional<String> label() throws ModelTextException {
    if (!here().is(Kind.WORD) || !next().is(Kind.COLON)) {
      return Optional.empty();
    }
    LpToken name = take();
    take();
    if (!Names.isName(name.text())) {
      throw new ModelTextException(name.line(), "expected the name of a row, found " + name);
    }
    return Optional.of(name.text());
  }

  private Expression expression() throws ModelTextException {
    Sum sum = new Sum();
    double constant = 0;
    boolean hasVariables = false;
    boolean first = true;
    while (first || here().isSign()) {
      double factor = signs();
      boolean hasNumber = here().is(Kind.NUMBER);
      if (hasNumber) {
        factor *= finite(take());
      }
      if (here().is(Kind.WORD) && !(hasNumber && (atHead() || isLabel()))) {
        LpToken name = take();
        draft.column(name.text(), name.line());
        sum.plus(factor, name.text());
        hasVariables = true;
      } else if (hasNumber) {
        constant += factor;
      } else {
        throw unexpected("a number or a variable");
      }
      first = false;
    }
    return new Expression(sum, constant, hasVariables);
  }

  private boolean isLabel() {
    return next().is(Kind.COLON);
  }

  private double signs() {
    double sign = 1;
    while (here().isSign()) {
      sign = take().is(Kind.MINUS) ? -sign : sign;
    }
    return sign;
  }

  private double number() throws ModelTextException {
    double sign = signs();
    if (!here().is(Kind.NUMBER)) {
      throw unexpected("a number");
    }
    return sign * finite(take());
  }

  private static double finite(LpToken token) throws ModelTextException {
    if (Double.isInfinite(token.number())) {
      throw new ModelTextException(token.line(), "expected a finite number, found " + token);
    }
    return token.number();
  }

  private Relation relation() throws ModelTextException {
    if (!here().is(Kind.RELATION)) {
      throw unexpected("<=, = or >=");
    }
    String sign = take().text();
    if (sign.equals("=")) {
      return Relation.EQUAL;
    }
    return sign.contains("<") ? Relation.LESS_OR_EQUAL : Relation.GREATER_OR_EQUAL;
  }

  private static Relation turned(Relation relation) {
    return switch (relation) {
      case LESS_OR_EQUAL -> Relation.GREATER_OR_EQUAL;
      case EQUAL -> Relation.EQUAL;
      case GREATER_OR_EQUAL -> Relation.LESS_OR_EQUAL;
    };
  }

  private void endOfLine() throws ModelTextException {
    if (!here().startsLine()) {
      throw unexpected("the end of the line, with all variables on the left");
    }
  }

  private void readBounds() throws ModelTextException {
    while (!atHead()) {
      int line = here().line();
      if (here().is(Kind.WORD)) {
        ModelDraft.Column column = bounded();
        if (here().is(Kind.WORD) && here().lowerCase().equals("free")) {
          take();
          column.lower(Double.NEGATIVE_INFINITY, line);
          column.upper(Double.POSITIVE_INFINITY, line);
        } else {
          Relation relation = relation();
          bound(column, relation, bound(), line);
        }
      } else {
        double left = bound();
        Relation relation = relation();
        ModelDraft.Column column = bounded();
        bound(column, turned(relation), left, line);
        if (here().is(Kind.RELATION) && !here().startsLine()) {
          Relation second = relation();
          if (second != relation || relation == Relation.EQUAL) {
            throw new ModelTextException(line, "expected a range such as 1 <= x <= 2");
          }
          bound(column, second, bound(), line);
        }
      }
      endOfLine();
    }
  }

  private ModelDraft.Column bounded() throws ModelTextException {
    if (!here().is(Kind.WORD)) {
      throw unexpected("a variable");
    }
    LpToken name = take();
    if (!draft.knows(name.text())) {
      throw new ModelTextException(
          name.line(), "expected a variable of the objective or of a row, found " + name);
    }
    return draft.column(name.text(), name.line());
  }

  private double bound() throws ModelTextException {
    double sign = signs();
    if (!here().is(Kind.NUMBER)) {
      throw unexpected("a number or inf");
    }
    return sign * take().number();
  }

  private static void bound(ModelDraft.Column column, Relation relation, double bound, int line) {
    if (relation != Relation.LESS_OR_EQUAL) {
      column.lower(bound, line);
    }
    if (relation != Relation.GREATER_OR_EQUAL) {
      column.upper(bound, line);
    }
  }

  private void readTypes(Section section) throws ModelTextException {
    while (!atHead()) {
      ModelDraft.Column column = bounded();
      if (section == Section.BINARIES) {
        column.binary();
      } else {
        column.integer();
      }
    }
  }

  private LpToken here() {
    return tokens.get(at);
  }

  private LpToken next() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  /** The word here; the last one, the end of the text, is never passed. */
  private LpToken take() {
    LpToken token = tokens.get(at);
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  private ModelTextException unexpected(String expected) {
    return new ModelTextException(here().line(), "expected " + expected + ", found " + here());
  }
}
