package org.winnow.transforms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class AmountTest {
  @Test
  void roundsAShareHalfUp() {
    assertEquals(3, percent("30").of(10));
    assertEquals(2, percent("30").of(5)); // 1.5
    assertEquals(1, percent("30").of(4)); // 1.2
    assertEquals(7, percent("100").of(7));
    assertEquals(15, percent("150").of(10));
  }

  @Test
  void aShareOfAnyRowsIsAtLeastOneAndOfNoRowsNone() {
    assertEquals(1, percent("0.001").of(3));
    assertEquals(0, percent("100").of(0));
  }

  @Test
  void isExactWhereDoublesAreNot() {
    // 1.1 % of 1,000 in doubles is 11.000000000000002
    assertEquals(11, percent("1.1").atMost(1000));
    assertEquals(11, percent("1.1").of(1000));
    assertEquals(90_071_992_547_409_93L, percent("100").of(90_071_992_547_409_93L));
  }

  @Test
  void anUpperBoundIsRoundedDown() {
    assertEquals(0, percent("5").atMost(19));
    assertEquals(1, percent("5").atMost(20));
    assertEquals(4, new Amount.Rows(4).atMost(2));
  }

  @Test
  void refusesLessThanNothing() {
    assertEquals(0, percent("0").atMost(1_000));
    assertThrows(IllegalArgumentException.class, () -> percent("-1"));
    assertThrows(IllegalArgumentException.class, () -> new Amount.Rows(-1));
  }

  private static Amount percent(String percent) {
    return new Amount.Percent(new BigDecimal(percent));
  }
}
