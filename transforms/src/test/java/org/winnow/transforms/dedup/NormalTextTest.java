package org.winnow.transforms.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class NormalTextTest {
  @Test
  void foldsCasePunctuationAndWhiteSpace() {
    assertEquals("what is it", NormalText.of("  What is\n\tit?! "));
    assertEquals("well known don t", NormalText.of("Well-known: “don’t”"));
    assertEquals("", NormalText.of(" ?!... — "));
    assertEquals("", NormalText.of(""));
  }

  @Test
  void composesAndUnifiesCompatibleCharacters() {
    assertEquals("café", NormalText.of("Cafe\u0301"));
    assertEquals("abc 12 fi", NormalText.of("ＡＢＣ　①２ ﬁ"));
    assertEquals("straße ж", NormalText.of("STRAßE Ж"));
  }

  @Test
  void leavesOutWhatCannotBeSeen() {
    assertEquals("seen", NormalText.of("se\u200Ben\uFEFF"));
  }

  @Test
  void keepsWhatSumsNeed() {
    assertNotEquals(NormalText.of("2*3"), NormalText.of("2/3"));
    assertNotEquals(NormalText.of("2 + 3 = x"), NormalText.of("2 < 3 = x"));
    assertNotEquals(NormalText.of("x is -5"), NormalText.of("x is 5"));
    assertNotEquals(NormalText.of("0.5"), NormalText.of("05"));
    assertEquals("it costs $5", NormalText.of("It costs $5."));
  }

  @Test
  void putsASpaceBetweenTexts() {
    NormalText text = new NormalText();
    text.add("One.");
    text.add("");
    text.add("Two");
    assertEquals("one two", text.toString());

    text.clear();
    text.add("𝐀b😀");
    assertEquals("ab😀", text.toString());
    assertEquals(3, text.length());
    assertEquals(0x1F600, text.at(2));
  }

  @Test
  void normalizingTwiceChangesNothing() {
    String once = NormalText.of("İstanbul — ﷺ 3.5-4 %x_y ǅ ");

    assertEquals(once, NormalText.of(once));
  }
}
