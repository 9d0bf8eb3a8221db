package org.winnow.synth.ultraprompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The principles against the published counts, and files against what a reader must refuse. */
class PrinciplesTest {
  private static final Principles BUILTIN = Principles.builtin();

  private static List<String> actions(Principles principles, String category) {
    return principles.actions(new SeedInstruction("s", category, "raw")).stream()
        .map(Principle::name)
        .toList();
  }

  @Test
  void hasTenPrinciplesInFiveCategories() {
    assertThat(BUILTIN.all()).hasSize(10);
    assertThat(BUILTIN.all().stream().map(Principle::category).distinct())
        .containsExactlyInAnyOrder("harmlessness", "helpfulness", "honesty", "coding", "math");
  }

  @ParameterizedTest
  @CsvSource({"math,5", "coding,5", "harmlessness,5", "honesty,4", "helpfulness,3", "poetry,3"})
  void givesEachCategoryItsOwnPrinciplesAndThoseOfHelpfulness(String category, int count) {
    List<String> helpfulness =
        List.of("clarification_request", "information_augmentation", "tone_improvement");

    List<String> actions = actions(BUILTIN, category);

    assertThat(actions).hasSize(count).doesNotHaveDuplicates();
    assertThat(actions.subList(count - 3, count)).isEqualTo(helpfulness);
  }

  @Test
  void aFileAddsAndReplaces() {
    Principles own =
        Principles.read(
            "{\"principles\": ["
                + "{\"name\": \"units\", \"category\": \"math\", \"text\": \"Name the unit.\"},"
                + "{\"name\": \"tone_improvement\", \"category\": \"letters\", \"text\": \"Dear.\"}"
                + "]}",
            "own.json");

    Principles both = BUILTIN.with(own);

    assertThat(both.all()).hasSize(11);
    assertThat(actions(both, "math"))
        .containsExactly(
            "hint_addition",
            "solution_verification",
            "units",
            "clarification_request",
            "information_augmentation");
    assertThat(actions(both, "letters")).startsWith("tone_improvement");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = (char) 1,
      value = {
        "{`principles`: [{`name`: `a`, `category`: `b`, `text`: `c`, `weight`: 1}]} | weight",
        "{`principles`: [{`name`: `a`, `category`: `b`}]} | text",
        "{`principles`: [{`name`: `a`, `category`: `b`, `text`: null}]} | text",
        "{`principles`: [{`name`: `a`, `category`: `b`, `text`: ` `}]} | must have text",
        "{`principles`: [{`name`: `a`, `name`: `a`, `category`: `b`, `text`: `c`}]} | Duplicate",
        "{`principles`: [{`name`: 7, `category`: `b`, `text`: `c`}]} | String",
        "{`principles`: [null]} | null",
        "{`principles`: [], `version`: 1} | version",
        "[] | principles",
        "{`principles`: []} {} | Trailing",
        "{} | principles",
        "null | null",
        "{`principles`: null} | principles is null",
        "{`principles`: [{`name`: `a`, `category`: `b`, `text`: `c`},"
            + " {`name`: `a`, `category`: `b`, `text`: `d`}]} | 'a' twice",
        "{`principles`: [{`name`: `a`, `category`: `b`, `text`: `c`},"
            + " {`name`: `z`, `category`: `b`, `text`: `c`}]} | 'z' twice",
      })
  void saysWhatIsWrongWithAFile(String file, String found) {
    assertThatThrownBy(() -> Principles.read(file.replace('`', '"'), "own.json"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("own.json")
        .hasMessageContaining(found);
  }
}
