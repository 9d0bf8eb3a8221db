package org.winnow.schemas.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows with a chosen and a rejected answer, as data sets of preferences have them. */
class PreferenceInputTest {
  private final Path directory;

  PreferenceInputTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        // texts
        "{'prompt':'p','chosen':'c','rejected':'r'}; user: p | assistant: c;"
            + "{'rejected':[{'role':'assistant','content':'r'}]}",
        "{'system':'s','instruction':'p','input':'i','chosen':'c','rejected':'r','k':1};"
            + "system: s | user: p--i | assistant: c;"
            + "{'k':1,'rejected':[{'role':'assistant','content':'r'}]}",
        // lists of turns behind a prompt
        "{'prompt':[{'role':'user','content':'p'}],'chosen':[{'role':'assistant','content':'c'}],"
            + "'rejected':[{'role':'assistant','content':'r'}]}; user: p | assistant: c;"
            + "{'rejected':[{'role':'assistant','content':'r'}]}",
        // whole conversations; the prompt field repeats what they hold
        "{'prompt':'p','chosen':[{'role':'user','content':'p'},{'role':'assistant','content':'c'}],"
            + "'rejected':[{'role':'user','content':'p'},{'role':'assistant','content':'r'}]};"
            + "user: p | assistant: c;"
            + "{'prompt':'p','rejected':[{'role':'assistant','content':'r'}]}",
        // conversations of unlike length part before the last turn: both are kept whole
        "{'chosen':[{'role':'user','content':'p'},{'role':'assistant','content':'c'},"
            + "{'role':'user','content':'q'},{'role':'assistant','content':'d'}],"
            + "'rejected':[{'role':'user','content':'p'},{'role':'assistant','content':'r'}]};"
            + "user: p | assistant: c | user: q | assistant: d;"
            + "{'rejected':[{'role':'user','content':'p'},{'role':'assistant','content':'r'}]}",
      })
  void theMessagesArePromptAndChosen(String json, String talk, String meta) {
    Reading reading = Reading.of(file(json));

    assertThat(reading.rejections()).isEmpty();
    assertThat(reading.talks()).containsExactly(talk.replace("--", "\n\n"));
    assertThat(reading.samples().get(0).meta()).isEqualTo(meta.replace('\'', '"'));
    assertThat(OutputShape.PREFERENCE.misfit(reading.samples().get(0))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'prompt':'p','chosen':'c','rejected':' '}; 1 empty_response",
        "{'prompt':'p','chosen':[],'rejected':'r'}; 1 empty_response",
        "{'chosen':'c','rejected':'r'}; 1 unlike_prompts",
        "{'chosen':[{'role':'user','content':'p'},{'role':'assistant','content':'c'}],"
            + "'rejected':'r'}; 1 unlike_answers",
        "{'chosen':[{'role':'user','content':'p'},{'role':'assistant','content':'c'}],"
            + "'rejected':[{'role':'user','content':'q'},{'role':'assistant','content':'r'}]};"
            + "1 unlike_prompts",
        "{'prompt':'p','chosen':'c'}; 1 unknown_shape"
      })
  void aRowThatIsNoPairIsRejected(String json, String reason) {
    assertThat(Reading.of(file(json)).reasons()).containsExactly(reason);
  }

  @Test
  void otherShapesComeFirstAndKeepTheRejectedAnswer() {
    Reading reading =
        Reading.of(
            file(
                "{'messages':[{'role':'user','content':'p'},{'role':'assistant','content':'c'}],"
                    + "'chosen':'c','rejected':'r'}"));

    assertThat(reading.samples().get(0).meta()).isEqualTo("{\"chosen\":\"c\",\"rejected\":\"r\"}");
    assertThat(OutputShape.PREFERENCE.misfit(reading.samples().get(0))).isEmpty();
  }

  private Path file(String json) {
    return Reading.write(directory, "a.jsonl", json.replace('\'', '"') + "\n");
  }
}
