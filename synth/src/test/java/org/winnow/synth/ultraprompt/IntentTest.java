package org.winnow.synth.ultraprompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rewrites keep, on texts that can be judged by eye. */
class IntentTest {
  @Test
  void findsLostNumbers() {
    String raw = "Add 1,234 and 5.5, then subtract 7.";

    assertThat(Intent.lostNumbers(raw, "Please add 1234 to 5.5 and take 7 away.")).isEmpty();
    assertThat(Intent.lostNumbers(raw, "Add 1,234 and 5, then subtract 17."))
        .containsExactly("5.5", "7");
    assertThat(Intent.lostNumbers("No number.", "Now 3.")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10² of them | 10 of them | ",
        "10² of them | 102 of them | 10",
        "CO₂ at 5 | CO2 at 5 | ",
        "x²-5 | x^2 - 5 | ",
        "Add 1,2,3 | Add 1, 2 and 3 | ",
        "Add 1,2,3 | Add 123 | 1,2,3",
        "3.50 euros | 3.5 euros | ",
        "3.5 euros | 3.50 euros | ",
        "007 | 7 | ",
        "0.0 | 0 | ",
        ".5 and 100 | 5 and 100.00 | ",
        "100 | 1 | 100",
        "1,234.50 | 1234.5 | ",
        "1,234,567 | 1234567 | ",
        "100,200,300 | 100 200 300 | ",
        "100,200,300 | 100200300 | ",
        "100,200,300 | 100 and 200 | 100,200,300",
        "12,34 | 1234 | 12,34",
        "1234,567 | 1234567 | 1234,567",
        "1.5,234 | 1.5234 | 1.5,234",
        "Add -5 | Add 5 | -5",
        "Add (−5) | Add -5 | ",
        "Add -1,234 | Add -1234 | ",
        "Pages 3-5 | Pages 3 to 5 | ",
        "COVID-19 | COVID 19 | ",
        "(2+5)-3 | (2 + 5) - 3 | ",
        "-0 | 0 | ",
        "1.2.3 | 1.2.3 | ",
        "1.2.3 | 1.2.30 | 1.2.3",
        "１２ | 12 | ",
        "3½ | 3 1/2 | ",
      })
  void comparesNumbersByValue(String raw, String rewrite, @Nullable String lost) {
    assertThat(Intent.lostNumbers(raw, rewrite))
        .isEqualTo(lost == null ? List.of() : List.of(lost));
  }

  @Test
  void readsLongRowsOfDigits() {
    StringBuilder row = new StringBuilder();
    for (int i = 0; row.length() < 50_000; i++) {
      row.append("1234567", 0, 1 + i % 7).append(i % 2 == 0 ? ',' : '.');
    }
    String digits = "1" + "0".repeat(50_000);

    assertThat(Intent.lostNumbers(row.toString(), row.toString())).isEmpty();
    assertThat(Intent.lostNumbers(row.toString(), "none")).hasSize(1);
    assertThat(Intent.lostNumbers(digits, "0" + digits + ".0")).isEmpty();
    assertThat(Intent.lostNumbers(digits, digits + "0")).containsExactly(digits);
    assertThat(Intent.lostNumbers("1" + ",000".repeat(15_000), "1" + "000".repeat(15_000)))
        .isEmpty();
  }

  @Test
  void findsLostNames() {
    String raw = "Who was Ada Lovelace, and what did I read about her in London?";

    assertThat(Intent.lostNames(raw, "Explain who ADA LOVELACE of London was.")).isEmpty();
    assertThat(Intent.lostNames(raw, "Explain who Ada was.")).containsExactly("lovelace", "london");
    assertThat(Intent.lostNames("Write a poem. Make it short.", "A brief poem")).isEmpty();
  }

  @Test
  void countsKeptWords() {
    // name, river, south, ameri: three of four
    assertThat(Intent.wordsKept("Name a river in South America", "Which Rivers has South-America?"))
        .isEqualTo(0.75);
    assertThat(Intent.wordsKept("Why?", "Tell me")).isEqualTo(1);
    assertThat(Intent.wordsKept("Explain gravity", "Sing")).isZero();
  }
}
