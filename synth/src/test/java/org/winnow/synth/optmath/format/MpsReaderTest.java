package org.winnow.synth.optmath.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.Relation;
import org.winnow.synth.optmath.model.Row;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Term;
import org.winnow.synth.optmath.model.Variable;
import org.winnow.synth.optmath.model.VariableType;

class MpsReaderTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static final String HEAD = "NAME t;ROWS; N cost; L a; E b;COLUMNS; x cost 1 a 2; x b 3;";

  private static final String EVERYTHING =
      """
      * a comment
      NAME
      OBJSENSE
        MAX
      ROWS
       N profit
       L most
       G least
       E same
       E below
      COLUMNS
       x profit 1 most 2.5
       x least -1
       MARKER 'MARKER' 'INTORG'
       k profit 1e1 same 1
       b below 1
       MARKER 'MARKER' 'INTEND'
       u most 1
       v most 1
      RHS
       RHS most 4 least -2
       profit -7
       RHS same 5
      RANGES
       RNG most 3 least 6
       RNG same 2 below -2
      BOUNDS
       UP BND x -1
       LI BND k 2
       BV BND b
       MI BND u
       UP u 9
       FX BND v 3
      ENDATA
      """;

  @Test
  void readsWhatTheFormatHas() throws ModelTextException {
    Model model = MpsReader.read(EVERYTHING);

    assertThat(model.sense()).isEqualTo(Sense.MAXIMIZE);
    assertThat(model.objective()).containsExactly(new Term(1, "x"), new Term(10, "k"));
    assertThat(model.constant()).isEqualTo(7);
    assertThat(model.variables())
        .containsExactly(
            new Variable("x", VariableType.CONTINUOUS, -INFINITY, -1),
            new Variable("k", VariableType.INTEGER, 2, INFINITY),
            Variable.binary("b"),
            new Variable("u", VariableType.CONTINUOUS, -INFINITY, 9),
            new Variable("v", VariableType.CONTINUOUS, 3, 3));
    List<Term> most = List.of(new Term(2.5, "x"), new Term(1, "u"), new Term(1, "v"));
    assertThat(model.rows())
        .containsExactly(
            new Row("most", most, Relation.GREATER_OR_EQUAL, 1),
            new Row("most_2", most, Relation.LESS_OR_EQUAL, 4),
            new Row("least", List.of(new Term(-1, "x")), Relation.GREATER_OR_EQUAL, -2),
            new Row("least_2", List.of(new Term(-1, "x")), Relation.LESS_OR_EQUAL, 4),
            new Row("same", List.of(new Term(1, "k")), Relation.GREATER_OR_EQUAL, 5),
            new Row("same_2", List.of(new Term(1, "k")), Relation.LESS_OR_EQUAL, 7),
            new Row("below", List.of(new Term(1, "b")), Relation.GREATER_OR_EQUAL, -2),
            new Row("below_2", List.of(new Term(1, "b")), Relation.LESS_OR_EQUAL, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x; y|line 1: expected NAME, OBJSENSE, ROWS, COLUMNS, RHS, RANGES, BOUNDS or ENDATA, found \"x\"",
        "NAME;QSECTION;ENDATA|line 2: expected NAME, OBJSENSE, ROWS, COLUMNS, RHS, RANGES, BOUNDS or ENDATA, found \"QSECTION\"",
        "NAME;ROWS; N c; N d|line 4: expected one row of kind N, found c and d",
        "NAME;ROWS; N c; L c|line 4: row c is there twice",
        "NAME;ROWS; X c|line 3: expected N, L, G or E, found \"X\"",
        "NAME;ROWS; L c;ENDATA|line 4: expected a row of kind N for the objective",
        "HEAD; x b 4|line 9: column x has row b twice",
        "HEAD; y q 4|line 9: expected a row, found \"q\"",
        "HEAD; y b 1e999|line 9: expected a number that a double holds, found \"1e999\"",
        "HEAD; y b NaN|line 9: expected a number, found \"NaN\"",
        "HEAD; y b|line 9: expected a column with one or two entries, found 2 fields",
        "HEAD; M 'MARKER' 'SOSORG'|line 9: expected 'INTORG' or 'INTEND', found \"'SOSORG'\"",
        "HEAD;RHS; R a 1; R a 2|line 11: row a is there twice in RHS",
        "HEAD;BOUNDS; SC B x 1|line 10: expected a bound LO, UP, FX, FR, MI, PL, BV, LI or UI, found \"SC\"",
        "HEAD;BOUNDS; UP B y 1|line 10: expected a column, found \"y\"",
        "HEAD;BOUNDS; LO B x 3; UP B x 2;ENDATA|line 11: variable x: expected a lower bound that is not above the upper one, found 3.0 and 2.0",
        "HEAD;RHS; A a 1; B obj 2;ENDATA|line 11: expected one set in RHS, found \"B\" too",
        "HEAD;BOUNDS; UP A x 1; UP B x 2;ENDATA|line 11: expected one set in BOUNDS, found \"B\" too",
        "HEAD;ENDATA;NAME again|line 10: expected nothing behind ENDATA",
        "HEAD|line 8: expected ENDATA, found the end of the text",
        "HEAD; M 'MARKER' 'INTORG'; y a 1;ENDATA|line 10: expected bounds for the integer column y"
      })
  void refusesByLine(String text, String message) {
    String whole = text.replace("HEAD", HEAD).replace(";;", ";").replace(';', '\n');

    assertThatThrownBy(() -> MpsReader.read(whole))
        .isInstanceOf(ModelTextException.class)
        .hasMessage(message);
  }

  @Test
  void aLongLineIsRefused() {
    assertThatThrownBy(() -> MpsReader.read("NAME\nROWS\n N " + "c ".repeat(500_000)))
        .isInstanceOf(ModelTextException.class)
        .hasMessage("line 3: expected 2 to 2 fields in ROWS, found 500001");
  }
}
