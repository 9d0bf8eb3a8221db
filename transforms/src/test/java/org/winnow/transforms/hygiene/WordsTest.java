package org.winnow.transforms.hygiene;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void punctuationSeparatesWordsAndIsNone() {
    assertEquals(
        List.of("what", "is", "2", "3", "tom", "asks"), Words.of("What is 2+3?! (Tom asks)"));
    assertEquals(List.of("frac", "1", "2"), Words.of("\\frac{1}{2}"));
    assertEquals(List.of(), Words.of(" ?! … — "));
    assertEquals(List.of(), Words.of(""));
  }

  @Test
  void apostrophesInWordsAndCommasInNumbersLeaveNoGap() {
    assertEquals(
        List.of("dont", "pay", "5000", "or", "1", "2"), Words.of("Don't pay 5,000 or 1, 2"));
    assertEquals(Words.of("don't"), Words.of("DON\u2019T"));
    assertEquals(List.of("quoted"), Words.of("'quoted'"));
  }

  @Test
  void unicodesWaysToWriteACharacterAreOne() {
    assertEquals(List.of("file"), Words.of("\ufb01le")); // ligature
    assertEquals(List.of("abc", "12"), Words.of("ＡＢＣ　１２")); // full width
    assertEquals(Words.of("caf\u00e9"), Words.of("cafe\u0301"));
    assertEquals(Words.of("STRASSE"), Words.of("straße"));
    assertEquals(Words.of("ΟΔΟΣ"), Words.of("οδος"));
    assertEquals(List.of("together"), Words.of("to\u00adge\u200bther"));
  }

  @Test
  void charactersOfScriptsWithoutSpacesAreWords() {
    assertEquals(List.of("汤", "姆", "有", "3", "个"), Words.of("汤姆有3个。"));
  }

  @Property
  void caseAndPunctuationAroundWordsMakeNoDifference(
      @ForAll("texts") String text, @ForAll @IntRange(max = 5) int kind) {
    String mark = List.of(",", "...", "!?", " - ", "\n", "”").get(kind);

    List<String> plain = Words.of(text);

    assertEquals(plain, Words.of(text.toUpperCase(Locale.ROOT)));
    assertEquals(plain, Words.of(mark + text.replace(" ", mark + " ") + mark));
    assertEquals(plain, Words.of(String.join(" ", plain)));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings()
        .withChars("abzÄéßñЖ")
        .ofMinLength(1)
        .ofMaxLength(6)
        .list()
        .ofMaxSize(8)
        .map(words -> String.join(" ", words));
  }
}
