package org.winnow.synth.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerSchemaTest {
  private static final AnswerSchema SCHEMA =
      AnswerSchema.of(
          """
          {"type": "object", "required": ["n"], "additionalProperties": false,
           "properties": {"n": {"$ref": "#/$defs/small"}},
           "$defs": {"small": {"type": "integer", "maximum": 9}}}
          """);

  @ParameterizedTest
  @ValueSource(strings = {"{\"n\":9}", " {\"n\" : -1}\n"})
  void takesWhatConforms(String answer) {
    assertThat(SCHEMA.violation(answer)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"n\":10}",
        "{\"n\":1.5}",
        "{\"n\":1,\"m\":2}",
        "{\"n\":1}{\"n\":1}",
        "{\"n\":1,\"n\":2}",
        "[1]",
        "n",
        "",
        "```json\n{\"n\":1}\n```"
      })
  void refusesWhatDoesNot(String answer) {
    assertThat(SCHEMA.violation(answer)).isPresent();
  }

  @Test
  void namesPlaceAndRule() {
    assertThat(SCHEMA.violation("{\"n\":10}").orElseThrow()).contains("/n").contains("9");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "\"x\"", "{", "{\"type\":5}{", "{\"$ref\":\"#/$defs/none\"}"})
  void whatIsNoSchemaIsRefusedAtOnce(String text) {
    assertThatThrownBy(() -> AnswerSchema.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nothingIsLoadedFromAnywhere() throws IOException {
    try (ChatServer server = ChatServer.echo()) {
      for (String reference :
          List.of(
              server.endpoint().baseUrl() + "/schema.json",
              AnswerSchemaTest.class.getResource("/other-schema.json").toString(),
              "classpath:other-schema.json",
              "resource:other-schema.json",
              "https://json-schema.org/draft/2020-12/schema")) {
        assertThatThrownBy(() -> AnswerSchema.of("{\"$ref\":\"" + reference + "\"}"))
            .as(reference)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("refers to itself only");
      }
      assertThat(server.calls()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://json-schema.org/draft/2020-12/schema",
        "https://json-schema.org/draft/2019-09/schema",
        "http://json-schema.org/draft-07/schema#"
      })
  void knowsTheUsualDrafts(String draft) {
    AnswerSchema schema = AnswerSchema.of("{\"$schema\":\"" + draft + "\",\"type\":\"integer\"}");

    assertThat(schema.violation("1")).isEmpty();
    assertThat(schema.violation("\"1\"")).isPresent();
  }
}
