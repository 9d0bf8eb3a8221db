package org.winnow.schemas.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.winnow.schemas.Sample;

class ShapeTest {
  private final Path directory;

  ShapeTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'messages':[{'role':'user','content':'q'},{'role':'assistant','content':'a'}]};"
            + "user: q | assistant: a",
        "{'system':'s','messages':[{'role':'user','content':'q'},{'role':'assistant','content':'a'}]};"
            + "system: s | user: q | assistant: a",
        "{'conversations':[{'from':'human','value':'q'},{'from':'gpt','value':'a'}]};"
            + "user: q | assistant: a",
        "{'conversations':[{'role':'user','content':'q'},{'role':'assistant','content':'a'}]};"
            + "user: q | assistant: a",
        "{'conversations':[{'from':'human','value':'q'},{'from':'function_call','value':'f'},"
            + "{'from':'observation','value':'o'},{'from':'gpt','value':'a'}],'system':'s'};"
            + "system: s | user: q | assistant: f | tool: o | assistant: a",
        "{'prompt':'q','completion':'a'};user: q | assistant: a",
        "{'prompt':'q','response':'a'};user: q | assistant: a",
        "{'prompt':[{'role':'user','content':'q'}],"
            + "'completion':[{'role':'assistant','content':'a'}]};user: q | assistant: a",
        "{'instruction':'q','output':'a'};user: q | assistant: a",
        "{'instruction':'q','input':' ','output':'a'};user: q | assistant: a",
        "{'instruction':'q','input':null,'output':'a'};user: q | assistant: a",
        "{'instruction':'q','input':'i','output':'a'};user: q~~i | assistant: a",
        "{'instruction':'q','output':'a','system':'s','history':[['x','y']]};"
            + "system: s | user: x | assistant: y | user: q | assistant: a",
        "{'question':'q','answer':'a'};user: q | assistant: a",
      })
  void recognisesEachShape(String json, String talk) {
    Path file = Reading.write(directory, "a.jsonl", json.replace('\'', '"'));

    Reading reading = Reading.of(file);

    assertThat(reading.rejections()).isEmpty();
    assertThat(reading.talks()).containsExactly(talk.replace('~', '\n'));
    assertThat(reading.samples().get(0).meta()).isEqualTo("{}");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'question':'q'};user: q;{}",
        "{'prompt':'q','entry_point':'f'};user: q;{'entry_point':'f'}",
        "{'instruction':'q','input':'i'};user: q~~i;{}",
        "{'prompt':[{'role':'user','content':'q'}]};user: q;{}",
        "{'messages':[{'role':'user','content':'q'}]};user: q;{}",
        "{'question':'q','answer':'a'};user: q | assistant: a;{}",
        "{'question':'q','answer':2,'choices':['x','y']};user: q;{'answer':2,'choices':['x','y']}",
        "{'question':'q','answer':['x','y']};user: q;{'answer':['x','y']}",
        "{'question':'q','answer':null};user: q;{'answer':null}",
        "{'prompt':'q','chosen':2};user: q;{'chosen':2}",
      })
  void whereNoAnswerIsNeededAQuestionIsEnough(String json, String talk, String meta) {
    Path file = Reading.write(directory, "a.jsonl", json.replace('\'', '"'));

    Reading reading = Reading.of(file, Mapping.AUTO.withoutAnswers());

    assertThat(reading.rejections()).isEmpty();
    assertThat(reading.talks()).containsExactly(talk.replace('~', '\n'));
    assertThat(reading.samples().get(0).meta()).isEqualTo(meta.replace('\'', '"'));
  }

  @Test
  void aRowWithoutAnyQuestionSaysWhatWasLookedFor() {
    Path file = Reading.write(directory, "a.jsonl", "{\"stem\":\"q\"}\n{\"prompt\":[]}\n");

    Reading reading = Reading.of(file, Mapping.AUTO.withoutAnswers());

    assertThat(reading.reasons()).containsExactly("1 unknown_shape", "2 empty_messages");
    assertThat(reading.rejections().get(0).evidence())
        .isEqualTo(
            "expected the fields of one of [[messages], [conversations], [instruction], [prompt],"
                + " [question], [chosen, rejected]], found [stem]");
    assertThat(Reading.of(file, Mapping.ofPromptAlone("stem", "")).talks())
        .containsExactly("user: q");
  }

  @Test
  void questionsAloneAreNoMappingForTraining() {
    FieldNames question = FieldNames.ofPrompt("stem", "", "");

    assertThatThrownBy(() -> Mapping.of(question, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stem");
  }

  @Test
  void recognisesTheShapeRowByRow() {
    String text = "{\"prompt\":\"p\",\"response\":\"r\",\"messages\":null}\n" + Reading.row("q");

    assertThat(Reading.of(Reading.write(directory, "a.jsonl", text)).talks())
        .containsExactly("user: p | assistant: r", "user: q | assistant: yes");
  }

  @Test
  void keepsUnmappedFieldsInTheirOrderAndWithEveryDigit() {
    String text =
        "{\"z\":1.10,\"id\":\"x7\",\"question\":\"q\",\"big\":123456789012345678901,"
            + "\"answer\":\"a\",\"nested\":{\"b\":[null,true,1e-3]},\"a\":\"\\u0000\"}";

    Sample sample = Reading.of(Reading.write(directory, "a.jsonl", text)).samples().get(0);

    assertThat(sample.meta())
        .isEqualTo(
            "{\"z\":1.10,\"id\":\"x7\",\"big\":123456789012345678901,"
                + "\"nested\":{\"b\":[null,true,0.001]},\"a\":\"\\u0000\"}");
  }

  @Test
  void keepsFieldsOfTurnsBesideThem() {
    String text =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"q\",\"name\":null},"
            + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\"}]},"
            + "{\"role\":\"tool\",\"content\":\"t\",\"name\":\"f\"},"
            + "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
            + "{\"type\":\"text\",\"text\":\"b\"}]}]}";

    Sample sample = Reading.of(Reading.write(directory, "a.jsonl", text)).samples().get(0);

    assertThat(Reading.talk(sample)).isEqualTo("user: q | assistant:  | tool: t | assistant: ab");
    assertThat(sample.meta())
        .isEqualTo(
            "{\"message_fields\":[{},{\"tool_calls\":[{\"id\":\"c1\"}]},{\"name\":\"f\"},{}]}");
  }

  @Test
  void keepsASystemFieldInMetaWhereTheTurnsBringTheirOwn() {
    String text =
        "{\"system\":\"outer\",\"messages\":[{\"role\":\"system\",\"content\":\"inner\"},"
            + "{\"role\":\"assistant\",\"content\":\"a\"}]}";

    Sample sample = Reading.of(Reading.write(directory, "a.jsonl", text)).samples().get(0);

    assertThat(Reading.talk(sample)).isEqualTo("system: inner | assistant: a");
    assertThat(sample.meta()).isEqualTo("{\"system\":\"outer\"}");
  }

  @Test
  void aForcedShapeIsTheOnlyOneTried() {
    String both =
        "{\"question\":\"q\",\"answer\":\"a\",\"prompt\":\"p\",\"completion\":\"c\"}\n"
            + "{\"prompt\":\"p\",\"completion\":\"c\"}";
    Path file = Reading.write(directory, "a.jsonl", both);

    Reading reading = Reading.of(file, Mapping.of(Shape.QUESTION_ANSWER));

    assertThat(reading.talks()).containsExactly("user: q | assistant: a");
    assertThat(reading.samples().get(0).meta())
        .isEqualTo("{\"prompt\":\"p\",\"completion\":\"c\"}");
    assertThat(reading.reasons()).containsExactly("2 missing_field");
    assertThat(reading.rejections().get(0).evidence())
        .isEqualTo(
            "expected the fields of one of [[question, answer]], found [prompt, completion]");
  }

  @Test
  void takesTheFieldsThatAreNamed() {
    String text = "{\"sys\":\"s\",\"task\":\"t\",\"solution\":\"x\",\"topic\":\"algebra\"}";
    Path file = Reading.write(directory, "a.jsonl", text);
    Mapping mapping = Mapping.of(FieldNames.ofPrompt("task", "solution", "sys"), "topic");

    Sample sample = Reading.of(file, mapping).samples().get(0);

    assertThat(Reading.talk(sample)).isEqualTo("system: s | user: t | assistant: x");
    assertThat(sample.domain()).isEqualTo("algebra");
    assertThat(sample.meta()).isEqualTo("{}");
  }

  @Test
  void theDomainIsTheSourcesElseTheRowsElseTheStem() {
    String text = "{\"question\":\"q\",\"answer\":\"a\",\"domain\":\"own\"}\n" + Reading.row("q");
    Path file = Reading.write(directory, "math.v2.jsonl", text);

    Reading open = Reading.of(file);
    Reading given =
        Reading.of(new SourceFile(file, "x/math.v2.jsonl", "given", Mapping.AUTO), LIMITS);

    assertThat(open.samples()).extracting(Sample::domain).containsExactly("own", "math.v2");
    assertThat(given.samples()).extracting(Sample::domain).containsExactly("given", "given");
    assertThat(given.samples())
        .extracting(Sample::meta)
        .containsExactly("{\"domain\":\"own\"}", "{}");
    assertThat(given.samples().get(1).origin().file()).isEqualTo("x/math.v2.jsonl");
  }

  @Test
  void refusesFieldNamesThatContradictEachOther() {
    assertThatThrownBy(() -> new FieldNames("t", "", "p", "", "", "", ""))
        .hasMessageContaining("expected either a turns field or a prompt and a response");
    assertThatThrownBy(() -> FieldNames.ofPrompt("", "r", ""))
        .hasMessageContaining("expected either a turns field or a prompt and a response");
    assertThatThrownBy(() -> FieldNames.ofPrompt("p", "p", ""))
        .hasMessageContaining("one meaning only");
  }

  private static final ReadLimits LIMITS = ReadLimits.DEFAULT;
}
