package org.winnow.synth.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.winnow.synth.teacher.Fixtures.request;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;

class RequestKeyTest {
  @Test
  void aKeyIsTheHashOfTheContentAsItIsWrittenHere() {
    TeacherRequest request =
        new TeacherRequest(
            "any",
            List.of(new Message(Role.USER, "é")),
            GenerationParameters.of("m").withTemperature(0.5).withSeed(3),
            Optional.of(AnswerSchema.of("{ \"type\" : \"object\" }")),
            2);
    String content =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"é\"}],"
            + "\"temperature\":0.5,\"seed\":3,\"response_format\":{\"type\":\"json_schema\","
            + "\"json_schema\":{\"name\":\"answer\",\"schema\":{\"type\":\"object\"}}},"
            + "\"sample\":2,\"format\":1}";

    assertThat(RequestKey.of(request))
        .isEqualTo(Digests.hex(content.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void everyPartOfTheContentChangesTheKey() {
    GenerationParameters plain = GenerationParameters.of("m");
    List<Message> messages = request("x").messages();
    List<GenerationParameters> parameters =
        List.of(
            plain,
            GenerationParameters.of("m2"),
            plain.withTemperature(0),
            plain.withTemperature(1),
            plain.withMaxTokens(1),
            plain.withSeed(0),
            plain.withSeed(1),
            new GenerationParameters(
                "m",
                OptionalDouble.empty(),
                OptionalDouble.of(1),
                OptionalInt.empty(),
                List.of(),
                OptionalLong.empty()),
            new GenerationParameters(
                "m",
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                List.of("a", "b"),
                OptionalLong.empty()),
            new GenerationParameters(
                "m",
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalInt.empty(),
                List.of("b", "a"),
                OptionalLong.empty()));
    Set<String> keys = new HashSet<>();
    for (GenerationParameters some : parameters) {
      keys.add(RequestKey.of(TeacherRequest.of("id", messages, some)));
    }
    TeacherRequest request = TeacherRequest.of("id", messages, plain);
    keys.add(RequestKey.of(request.withSample(1)));
    keys.add(RequestKey.of(request.withSchema(AnswerSchema.of("{}"))));
    keys.add(RequestKey.of(request.withSchema(AnswerSchema.of("{\"type\":\"object\"}"))));
    keys.add(RequestKey.of(TeacherRequest.of("id", List.of(new Message(Role.SYSTEM, "x")), plain)));
    keys.add(RequestKey.of(TeacherRequest.of("id", request("y").messages(), plain)));

    assertThat(keys).hasSize(parameters.size() + 5);
  }

  @Test
  void theOrderOfASchemasFieldsIsContent() {
    TeacherRequest ab =
        request("x").withSchema(AnswerSchema.of("{\"properties\":{\"a\":{},\"b\":{}}}"));
    TeacherRequest ba =
        request("x").withSchema(AnswerSchema.of("{\"properties\":{\"b\":{},\"a\":{}}}"));

    assertThat(RequestKey.of(ab)).isNotEqualTo(RequestKey.of(ba));
    assertThat(ab).isNotEqualTo(ba);
  }

  @Test
  void parametersOutsideOfTheirRangesAreRefused() {
    GenerationParameters plain = GenerationParameters.of("m");
    for (double bad : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> plain.withTemperature(bad))
          .hasMessage("temperature must be finite and >= 0, got " + bad);
    }
    assertThatThrownBy(() -> plain.withMaxTokens(0)).hasMessage("max_tokens must be >= 1, got 0");
    assertThatThrownBy(() -> GenerationParameters.of(" "))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> TeacherRequest.of("id", List.of(), plain))
        .hasMessage("request id must have messages, found none");
    assertThatThrownBy(() -> request("x").withSample(-1))
        .hasMessageContaining("sample must be >= 0, got -1");
  }
}
