package org.winnow.synth.student;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.scorers.ModelSpec;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.AnswerReader;
import org.winnow.synth.teacher.CachedTeacher;
import org.winnow.synth.teacher.FailureKind;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.LocalTeacher;
import org.winnow.synth.teacher.PriceList;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherFailure;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;
import org.winnow.synth.teacher.TokenUsage;

class SampledAttemptsTest {
  private static final AnswerReader READER = new AnswerReader(PriceList.NONE);
  private static final GenerationParameters PARAMETERS =
      GenerationParameters.of("m").withTemperature(0.7).withMaxTokens(8).withSeed(3);

  /** Says what it was asked, and with which seed; to "?" it says nothing. */
  private static final class Echo implements Teacher {
    private final List<TeacherRequest> asked = new ArrayList<>();

    @Override
    public List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener) {
      List<TeacherResult> results = new ArrayList<>();
      asked.addAll(requests);
      for (TeacherRequest request : requests) {
        String question = request.messages().get(0).content();
        String completion =
            "{\"choices\": [{\"message\": {\"content\": \"%s %d\"}}]}"
                .formatted(question, request.parameters().seed().getAsLong());
        TeacherResult result =
            question.equals("?")
                ? new TeacherFailure(
                    FailureKind.CONTEXT_TOO_LONG, "too long", TokenUsage.NONE, 1, "")
                : READER.read(request, completion, 1);
        listener.hear(results.size(), result);
        results.add(result);
      }
      return results;
    }

    @Override
    public void close() {
      // holds nothing
    }
  }

  @Test
  void asksEachQuestionSoOftenWithSeedsThatDependOnNothingElse() {
    Map<String, String> forwards = new LinkedHashMap<>();
    forwards.put("a", "one");
    forwards.put("b", "two");
    Map<String, String> backwards = new LinkedHashMap<>();
    backwards.put("c", "?");
    backwards.put("b", "two");
    backwards.put("a", "one");

    SampledAttempts first = SampledAttempts.of(new Echo(), PARAMETERS, forwards, 3);
    SampledAttempts second = SampledAttempts.of(new Echo(), PARAMETERS, backwards, 4);

    assertThat(first.unanswered()).isEmpty();
    assertThat(first.said().keySet()).containsExactly("a", "b");
    for (String id : List.of("a", "b")) {
      List<String> said = first.said().getOrDefault(id, List.of());
      assertThat(said).hasSize(3).doesNotHaveDuplicates();
      assertThat(said).allMatch(text -> text.startsWith(forwards.get(id) + " "));
      // Another order and more samples change nothing of the first ones.
      assertThat(second.said().getOrDefault(id, List.of()))
          .hasSize(4)
          .startsWith(said.toArray(String[]::new));
    }
    assertThat(second.said()).containsEntry("c", List.of());
    assertThat(second.unanswered()).isEqualTo(Map.of("context_too_long", 4));
  }

  @Test
  void anotherSeedAsksForOtherAttempts() {
    Map<String, String> questions = Map.of("a", "one");

    assertThat(SampledAttempts.of(new Echo(), PARAMETERS.withSeed(4), questions, 1).said())
        .isNotEqualTo(SampledAttempts.of(new Echo(), PARAMETERS, questions, 1).said());
  }

  @Test
  void aCheckpointsAttemptsDifferAndAreAskedOnce(@TempDir Path folder) {
    String name = LocalTeacher.modelName("builtin:reference");
    GenerationParameters warm =
        GenerationParameters.of(name).withTemperature(1).withMaxTokens(12).withSeed(3);
    AnswerCache cache = new AnswerCache(folder);
    Map<String, String> questions = Map.of("a", "What is 2 + 3?");
    int samples = 5;

    SampledAttempts first;
    try (Teacher student =
        new CachedTeacher(
            LocalTeacher.open(ModelSpec.of("builtin:reference"), READER), cache, READER)) {
      first = SampledAttempts.of(student, warm, questions, samples);
    }
    SampledAttempts again =
        SampledAttempts.of(CachedTeacher.replay(cache, READER), warm, questions, samples);

    assertThat(again).isEqualTo(first);
    int cutOff = first.unanswered().getOrDefault("answer_cut_off", 0);
    assertThat(first.said().get("a")).hasSize(samples - cutOff);
  }
}
