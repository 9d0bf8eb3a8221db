package org.winnow.synth.ultraprompt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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
