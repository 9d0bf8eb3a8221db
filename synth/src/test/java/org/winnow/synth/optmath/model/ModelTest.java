package org.winnow.synth.optmath.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelTest {
  @ParameterizedTest
  @ValueSource(strings = {"x", "Selected[1]", "ship_A_B", "x[1,2]", "_", "enter", "stock", "e"})
  void takesNames(String name) {
    assertThat(Names.isName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1x", "x y", "x+y", "free", "ST", "s.t.", "Infinity", "e12", "x:", "x\n", "é"})
  void refusesNamesThatReadersMistake(String name) {
    assertThat(Names.isName(name)).isFalse();
    assertThatThrownBy(() -> Variable.binary(name))
        .hasMessageContaining("variable: expected a name");
  }

  @Test
  void refusesLongNames() {
    assertThat(Names.isName("x".repeat(255))).isTrue();
    assertThat(Names.isName("x".repeat(256))).isFalse();
  }

  @Test
  void mergesTermsAndLeavesZerosOut() {
    Sum sum = new Sum().plus(2, "x").plus("y").minus(2, "x").plus(0, "z").plus(3, "y");

    assertThat(sum.terms()).containsExactly(new Term(4, "y"));
  }

  @Test
  void refusesUnknownAndRepeatedNames() {
    Variable x = Variable.binary("x");
    Row row = new Row("c", List.of(new Term(1, "y")), Relation.EQUAL, 1);
    List<Term> twice = List.of(new Term(1, "x"), new Term(2, "x"));

    assertThatThrownBy(() -> new Model(Sense.MINIMIZE, List.of(), 0, List.of(x), List.of(row)))
        .hasMessage("row c: expected variables of the model, found y");
    assertThatThrownBy(() -> new Model(Sense.MINIMIZE, List.of(), 0, List.of(x, x), List.of()))
        .hasMessage("variable x is there twice");
    assertThatThrownBy(() -> new Model(Sense.MINIMIZE, twice, 0, List.of(x), List.of()))
        .hasMessage("objective: x is there twice");
  }

  @Test
  void refusesBoundsThatCross() {
    assertThatThrownBy(() -> new Variable("x", VariableType.CONTINUOUS, 2, 1))
        .hasMessageContaining("found 2.0 and 1.0");
    assertThatThrownBy(() -> new Variable("x", VariableType.CONTINUOUS, Double.NaN, 1))
        .hasMessageContaining("found NaN");
    assertThatThrownBy(() -> new Variable("x", VariableType.BINARY, 1, 1))
        .hasMessageContaining("expected 0 and 1");
  }
}
