package org.winnow.synth.optmath.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.winnow.schemas.RandomBits;

class NumberTextTest {
  @ParameterizedTest
  @CsvSource({
    "0.1, 0.1",
    "-0.0, 0",
    "1200, 1200",
    "-2.50, -2.5",
    "1e15, 1000000000000000",
    "1e16, 1E+16",
    "0.00001, 0.00001",
    "0.000001, 0.000001",
    "2e-7, 2E-7",
    "2.0E-3, 0.002",
    "2.2250738585072014e-308, 2.2250738585072014E-308",
    "4.9e-324, 5E-324",
    "1.7976931348623157e308, 1.7976931348623157E+308",
    "0.30000000000000004, 0.30000000000000004"
  })
  void writesTheFewestDigits(double value, String text) {
    assertThat(NumberText.of(value)).isEqualTo(text);
  }

  @Test
  void readsBackToTheSameDouble() {
    RandomBits bits = new RandomBits(7);
    for (int i = 0; i < 5_000; i++) {
      double value = Double.longBitsToDouble(bits.next());
      if (Double.isFinite(value)) {
        String text = NumberText.of(value);

        assertThat(Double.parseDouble(text)).isEqualTo(value);
        assertThat(text.replaceAll("E.*|[-.]|^0\\.0*", "").replaceAll("^0+|0+$", "").length())
            .isLessThanOrEqualTo(digitsOfJava(value));
      }
    }
  }

  /** JDK 17 writes enough digits, and sometimes one too many. */
  private static int digitsOfJava(double value) {
    return Double.toString(value).replaceAll("E.*|[-.]", "").replaceAll("^0+|0+$", "").length();
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertThatThrownBy(() -> NumberText.of(Double.NaN)).hasMessageContaining("found NaN");
  }
}
