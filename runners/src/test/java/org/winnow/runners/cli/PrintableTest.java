package org.winnow.runners.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void escapesWhatMovesATerminalAndKeepsText() {
    assertEquals("\\u001b[2Jred\\u0007", Printable.of("\u001b[2Jred\u0007"));
    assertEquals("abc\\u202edcba\\u0009", Printable.of("abc\u202edcba\t"));
    assertEquals("Mathématiques 数学 \uD83D\uDE00", Printable.of("Mathématiques 数学 \uD83D\uDE00"));
  }
}
