package org.winnow.synth.optmath.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTextTest {
  private static final ProblemText TEXT =
      new ProblemText(
          "A story.",
          List.of(new Noun("plant", "plants"), new Noun("town", "towns")),
          List.of(
              Field.number("limit", "no one gets more than # tons"),
              Field.table("supply", "{0} has # tons", "plant"),
              Field.table("cost", "bringing a ton to {1} from {0} costs #", "plant", "town"),
              Field.sparse("near", "{0} is near to {1}", "plant", "town")));

  private static ProblemData data() {
    return new ProblemData.Builder(TEXT)
        .size("plant", 2)
        .size("town", 2)
        .put("limit", 2.5)
        .put("supply", 12, 0)
        .put("supply", 0, 1)
        .put("cost", 1, 0, 0)
        .put("cost", -2, 0, 1)
        .put("cost", 3, 1, 0)
        .put("cost", 0.004, 1, 1)
        .put("near", 1, 1, 0)
        .build();
  }

  private static final String SAID =
      """
      A story.

      There are 2 plants: A and B.
      There are 2 towns: A and B.
      No one gets more than 2.5 tons.
      Plant A has 12 tons; plant B has 0 tons.
      Bringing a ton to town A from plant A costs 1; bringing a ton to town B from plant A costs -2.
      Bringing a ton to town A from plant B costs 3; bringing a ton to town B from plant B costs 0.004.
      Plant B is near to town A.
      """;

  @Test
  void saysAndReads() throws ProblemTextException {
    assertThat(TEXT.say(data())).isEqualTo(SAID);
    assertThat(TEXT.read(SAID)).isEqualTo(data());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "There are 2 plants:|There are some plants:|expected the number of plants",
        "There are 2 plants:|There are 99999 plants:|expected one number of plants, from 1 to 10000",
        "There are 2 plants:|There are 0 plants:|expected one number of plants, from 1 to 10000",
        "A story.|There are 2 plants: X.|expected one number of plants, from 1 to 10000",
        "There are 2 plants:|There are 3 plants:|expected all entries of supply, missing 1",
        "plant B has 0 tons|plant C has 0 tons|plant C has 0 tons: expected a plant below 2, found 2",
        "plant B has 0 tons|plant A has 0 tons|said twice: plant A has 0 tons",
        "plant B has 0 tons|plant B has no tons|expected all entries of supply, missing 1",
        "plant B has 0 tons|plant B has 0x tons|expected all entries of supply, missing 1",
        "than 2.5 tons|than 2.5.1 tons|expected all entries of limit, missing 1"
      })
  void refusesWhatDoesNotSayAnInstance(String part, String instead, String message) {
    assertThat(SAID).contains(part);

    assertThatThrownBy(() -> TEXT.read(SAID.replaceFirst(part, instead)))
        .isInstanceOf(ProblemTextException.class)
        .hasMessage(message);
  }

  /** A table over a set with itself has the square of its size. */
  @Test
  void tablesThatNoTextCanSayAreRefused() {
    for (String name : List.of("travelling_salesman", "network_design")) {
      ProblemClass problem =
          ProblemClasses.ALL.stream()
              .filter(candidate -> candidate.name().equals(name))
              .findFirst()
              .orElseThrow();
      StringBuilder text = new StringBuilder();
      problem
          .text()
          .nouns()
          .forEach(noun -> text.append("There are 9999 " + noun.plural() + ": A.\n"));

      assertThatThrownBy(() -> problem.text().read(text.toString()))
          .isInstanceOf(ProblemTextException.class)
          .hasMessage("expected sets of a size that a text can say");
    }
  }

  @Test
  void membersAreLetters() {
    assertThat(List.of(0, 25, 26, 51, 52, 701, 702))
        .extracting(ProblemData::letters)
        .containsExactly("A", "Z", "AA", "AZ", "BA", "ZZ", "AAA");
    for (int member = 0; member < 10_000; member++) {
      assertThat(ProblemData.member(ProblemData.letters(member))).isEqualTo(member);
    }
  }
}
