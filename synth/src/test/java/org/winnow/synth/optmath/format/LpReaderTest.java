package org.winnow.synth.optmath.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Relation;
import org.winnow.synth.optmath.model.Row;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;
import org.winnow.synth.optmath.model.Term;
import org.winnow.synth.optmath.model.Variable;
import org.winnow.synth.optmath.model.VariableType;

class LpReaderTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  void readsWhatTheFormatHas() throws ModelTextException {
    Model model =
        LpReader.read(
            """
            \\ a comment
            MAXIMISE
             profit: 3 x - 2.5 y
               + Selected[1] + 4 + +3 z - -1e1 z + 0 w \\ wrapped, and with a constant
            such that
             c1: x + y
                 <= 10
             - x + 2 y >= -3
             c3: 2 <= x + z <= 8
             c4: 5 >= y
             3 x + 1 = 7 \\ a constant on the left
            BOUNDS
             -inf <= x <= 4
             y free
             z >= -2.5
             z <= 1e30
             3 >= w
            integers
             y
            Bin
             Selected[1]
            end
            """);

    assertThat(model)
        .isEqualTo(
            new Model(
                Sense.MAXIMIZE,
                List.of(
                    new Term(3, "x"),
                    new Term(-2.5, "y"),
                    new Term(1, "Selected[1]"),
                    new Term(13, "z")),
                4,
                List.of(
                    new Variable("x", VariableType.CONTINUOUS, -INFINITY, 4),
                    new Variable("y", VariableType.INTEGER, -INFINITY, INFINITY),
                    Variable.binary("Selected[1]"),
                    new Variable("z", VariableType.CONTINUOUS, -2.5, INFINITY),
                    new Variable("w", VariableType.CONTINUOUS, 0, 3)),
                List.of(
                    row("c1", Relation.LESS_OR_EQUAL, 10, new Term(1, "x"), new Term(1, "y")),
                    row("R2", Relation.GREATER_OR_EQUAL, -3, new Term(-1, "x"), new Term(2, "y")),
                    row("c3", Relation.GREATER_OR_EQUAL, 2, new Term(1, "x"), new Term(1, "z")),
                    row("c3_2", Relation.LESS_OR_EQUAL, 8, new Term(1, "x"), new Term(1, "z")),
                    row("c4", Relation.LESS_OR_EQUAL, 5, new Term(1, "y")),
                    row("R6", Relation.EQUAL, 6, new Term(3, "x")))));
  }

  private static Row row(String name, Relation relation, double rightSide, Term... terms) {
    return new Row(name, List.of(terms), relation, rightSide);
  }

  @Test
  void aNameThatIsMadeUpDoesNotStandInTheWay() throws ModelTextException {
    Model model = LpReader.read("min x\nst\n x >= 1\n R1: x <= 2\nend");

    assertThat(model.rows()).extracting(Row::name).containsExactly("R1_2", "R1");
  }

  @Test
  void aFixedBinaryIsAnInteger() throws ModelTextException {
    Model model = LpReader.read("min x\nst\n x >= 0\nbounds\n x = 1\nbinaries\n x\nend");

    assertThat(model.variables()).containsExactly(new Variable("x", VariableType.INTEGER, 1, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "min x+y;st|line 1: expected white space behind \"x\", found \"x+y\"",
        "min 3x;st|line 1: expected white space behind \"3\", found \"3x\"",
        "min [ x ^ 2 ] / 2;st|line 1: quadratic parts are not read, found \"[\"",
        "min x;st; b = 1 -> x <= 3;end|line 3: indicator rows are not read, found \"->\"",
        "min x;st; x >= 2 y;end|line 3: expected the end of the line, with all variables on the left, found \"y\"",
        "min x;st; x >= y;end|line 3: expected a number, found \"y\"",
        "min x;st; x >= 1e999;end|line 3: expected a number that a double holds, found \"1e999\"",
        "min x;st; x >= -inf;end|line 3: expected a finite number, found \"inf\"",
        "min nan;st; x >= NaN;end|line 3: expected a number, found \"NaN\"",
        "min x;st; x y >= 1;end|line 3: expected <=, = or >=, found \"y\"",
        "min x;st; c: x >= 1; c: x >= 2;end|line 4: row c is there twice",
        "min x;st; free: x >= 1;end|line 3: expected the name of a row, found \"free\"",
        "min x;semi-continuous; x;end|line 2: semi-continuous variables are not read, found \"semi-continuous\"",
        "min x;SOS2; x;end|line 2: special ordered sets are not read, found \"SOS2\"",
        "min x;general constraints; x;end|line 2: general constraints are not read",
        "min x;st; x >= 1;bounds; x <= -1;end|line 5: variable x: expected a lower bound that is not above the upper one, found 0.0 and -1.0",
        "min x;st; x >= 1;|line 4: expected Subject To, Bounds, Generals, Binaries or End, found the end of the text",
        "min x;st; x >= 1;end; x|line 5: expected nothing behind End, found \"x\"",
        "what is x|line 1: expected Minimize or Maximize, found \"what\"",
        "min x;st; 1 <= x >= 2;end|line 3: expected a range such as 1 <= x <= 2",
        "min x;st; x >= 1;bounds; 1 <= x >= 2;end|line 5: expected a range such as 1 <= x <= 2",
        "min x;st; x >= 1;bounds; X <= 1;end|line 5: expected a variable of the objective or of a row, found \"X\"",
        "min x;st; x >= 1;generals; X;end|line 5: expected a variable of the objective or of a row, found \"X\"",
        "min x;st; x >= 1;binaries; y;end|line 5: expected a variable of the objective or of a row, found \"y\"",
        "min 1e308 x + 1e308 x;st; x >= 1;end|line 4: term of x: expected a finite coefficient other than 0, found Infinity"
      })
  void refusesByLine(String text, String message) {
    assertThatThrownBy(() -> LpReader.read(text.replace(';', '\n')))
        .isInstanceOf(ModelTextException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "x ", "1 ", ": ", "\\", "min ", "\n", "(", "<", "\u0000", "+ 1 x "})
  void anEndlessTextIsRefused(String piece) {
    assertThatThrownBy(() -> LpReader.read("min " + piece.repeat(50_000)))
        .isInstanceOf(ModelTextException.class)
        .message()
        .hasSizeLessThan(300);
  }

  @Test
  void whatNoTermNamesAndALongNameAreWrittenToo() throws ModelTextException {
    String longName = "v".repeat(255);
    ModelBuilder builder = new ModelBuilder(Sense.MAXIMIZE);
    builder.continuous("lonely", 1, 1e25);
    Sum sum = new Sum();
    for (String name : List.of(longName, "w".repeat(255), "obj")) {
      sum.plus(2, builder.binary(name));
    }
    Model model = builder.atMost("obj", sum, 3).build();
    String text = LpWriter.write(model);

    assertThat(LpReader.read(text).variables()).containsAll(model.variables());
    assertThat(LpReader.read(text).rows()).isEqualTo(model.rows());
    assertThat(text.lines())
        .allMatch(line -> line.length() < 520)
        .anyMatch(" obj_: 0 lonely"::equals);
    assertThatThrownBy(
            () -> LpWriter.write(new Model(Sense.MINIMIZE, List.of(), 0, List.of(), List.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLongSumIsRead() throws ModelTextException {
    Sum sum = new Sum();
    ModelBuilder builder = new ModelBuilder(Sense.MINIMIZE);
    for (int i = 0; i < 5_000; i++) {
      sum.plus(i + 0.5, builder.integer("x" + i));
    }
    Model model = builder.atLeast("long", sum, 1).build();

    assertThat(LpReader.read(LpWriter.write(model))).isEqualTo(model);
  }
}
