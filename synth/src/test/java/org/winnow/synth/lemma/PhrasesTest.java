package org.winnow.synth.lemma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

class PhrasesTest {
  @Test
  void transitionsAreToldApart() {
    assertThat(Phrases.TRANSITIONS.all()).hasSizeGreaterThanOrEqualTo(13).doesNotHaveDuplicates();
    for (String phrase : Phrases.TRANSITIONS.all()) {
      assertThat(Phrases.TRANSITIONS.in("So it is. " + phrase + " Yes."))
          .containsExactly(new Phrases.Found(phrase, 10, 10 + phrase.length()));
    }
  }

  /** Otherwise a trajectory would be rejected for the words that it was told to use. */
  @Test
  void transitionsGiveNothingAway() {
    for (String phrase : Phrases.TRANSITIONS.all()) {
      assertThat(Phrases.LEAKS.firstIn(phrase)).isEmpty();
    }
  }

  @Test
  void caseAndSignsBetweenWordsDoNotMatter() {
    assertThat(Phrases.TRANSITIONS.in("wait\nLET me stop here, for a moment: no"))
        .extracting(Phrases.Found::start, Phrases.Found::end)
        .containsExactly(tuple(0, 36));
  }

  @Test
  void wordsAreWholeWords() {
    assertThat(Phrases.ADMISSIONS.firstIn("The terror of errors")).isEmpty();
    assertThat(Phrases.ADMISSIONS.firstIn("An error, then.")).contains("error");
    assertThat(Phrases.ADMISSIONS.firstIn("An error, then.", "No ERROR here")).isEmpty();
  }
}
