package org.winnow.synth.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.scorers.DeviceChoice;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.WhenTooLong;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.generate.Generation;
import org.winnow.scorers.generate.GenerationOptions;
import org.winnow.scorers.generate.GenerationRequest;
import org.winnow.scorers.generate.TextGenerator;

class LocalTeacherTest {
  private static final ModelSpec MODEL =
      new ModelSpec("builtin:reference", 256, DeviceChoice.CPU, WhenTooLong.REJECT);
  private static final AnswerReader READER = new AnswerReader(PriceList.NONE);
  private static final List<Message> QUESTION =
      List.of(new Message(Role.USER, "Tom has 3 apples and buys 4 more. How many has he?"));

  @Test
  void whatEndsAnswersBelongsToTheName(@TempDir Path folder) throws IOException {
    Path original = Checkpoint.inspect("builtin:reference").tokenizerFile().getParent();
    Path copy = Files.createDirectory(folder.resolve("copy"));
    try (Stream<Path> files = Files.list(Objects.requireNonNull(original))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(Objects.requireNonNull(file.getFileName())));
      }
    }
    String before = LocalTeacher.modelName(copy.toString());
    assertThat(before).isEqualTo(LocalTeacher.modelName("builtin:reference"));

    Files.writeString(copy.resolve("generation_config.json"), "{\"eos_token_id\": [2, 6]}");

    assertThat(LocalTeacher.modelName(copy.toString())).isNotEqualTo(before);
  }

  @Test
  void answersAreThoseOfTheGenerator() {
    Generation.Answer expected;
    try (TextGenerator generator = TextGenerator.open(MODEL)) {
      expected =
          (Generation.Answer)
              generator
                  .generate(List.of(new GenerationRequest(QUESTION, GenerationOptions.greedy(200))))
                  .get(0);
    }
    List<Integer> heard = Collections.synchronizedList(new ArrayList<>());
    try (Teacher teacher = LocalTeacher.open(MODEL, READER)) {
      List<TeacherResult> results =
          teacher.answer(
              List.of(
                  request(LocalTeacher.modelName("builtin:reference"), QUESTION, 200),
                  request("gpt-4o", QUESTION, 200),
                  request(LocalTeacher.modelName("builtin:reference"), QUESTION, 2),
                  request(
                      LocalTeacher.modelName("builtin:reference"),
                      List.of(new Message(Role.USER, "word ".repeat(300))),
                      10)),
              (index, result) -> heard.add(index));

      TeacherAnswer answer = (TeacherAnswer) results.get(0);
      assertThat(answer.text()).isEqualTo(expected.text());
      assertThat(answer.usage())
          .isEqualTo(new TokenUsage(expected.promptTokens(), expected.tokens().length));
      assertThat(answer.finishReason()).isEqualTo("stop");
      assertThat(kind(results.get(1))).isEqualTo(FailureKind.NOT_FOUND);
      assertThat(kind(results.get(2))).isEqualTo(FailureKind.ANSWER_CUT_OFF);
      assertThat(kind(results.get(3))).isEqualTo(FailureKind.CONTEXT_TOO_LONG);
      assertThat(heard).containsExactlyInAnyOrder(0, 1, 2, 3);
    }
  }

  @Test
  void samplesDifferAndAreRemembered(@TempDir Path folder) {
    TeacherRequest first =
        new TeacherRequest(
            "a",
            QUESTION,
            GenerationParameters.of(LocalTeacher.modelName("builtin:reference"))
                .withTemperature(1)
                .withMaxTokens(200)
                .withSeed(5),
            Optional.empty(),
            0);
    try (Teacher teacher =
        new CachedTeacher(LocalTeacher.open(MODEL, READER), new AnswerCache(folder), READER)) {
      List<TeacherResult> results = teacher.answer(List.of(first, first.withSample(1), first));

      assertThat(results.get(0).raw()).isNotEqualTo(results.get(1).raw());
      assertThat(results.get(2).raw()).isEqualTo(results.get(0).raw());
    }
    try (Teacher replay = CachedTeacher.replay(new AnswerCache(folder), READER)) {
      assertThat(replay.answer(List.of(first.withSample(1))).get(0))
          .isInstanceOfSatisfying(
              TeacherAnswer.class, answer -> assertThat(answer.cached()).isTrue());
    }
  }

  private static FailureKind kind(TeacherResult result) {
    return ((TeacherFailure) result).kind();
  }

  private static TeacherRequest request(String model, List<Message> messages, int tokens) {
    return TeacherRequest.of("id", messages, GenerationParameters.of(model).withMaxTokens(tokens));
  }
}
