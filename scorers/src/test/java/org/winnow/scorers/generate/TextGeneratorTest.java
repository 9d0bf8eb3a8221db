package org.winnow.scorers.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.scorers.EngineSettings;
import org.winnow.scorers.Fixtures;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.checkpoint.CheckpointWriter;
import org.winnow.scorers.generate.Generation.Finish;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TextGeneratorTest {
  private static final String QUESTION = "Tom has 3 apples and buys 4 more. How many has he now?";

  @SuppressWarnings("NullAway.Init")
  private TextGenerator generator;

  @BeforeAll
  void open() {
    generator =
        TextGenerator.open(Fixtures.model("builtin:reference"), EngineSettings.withWorkers(2));
  }

  @AfterAll
  void close() {
    generator.close();
  }

  @Test
  void anAnswerDoesNotDependOnTheRequestsBesideIt() {
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      String question = "Count from " + i + " to " + i * i + ". " + "Slowly. ".repeat(i % 5);
      requests.add(
          new GenerationRequest(
              List.of(new Message(Role.USER, question)),
              new GenerationOptions(10 + 3 * i, i % 3 == 0 ? 0 : 0.9, 0, 1, i, List.of(), false)));
    }
    List<Generation> together = generator.generate(requests);
    List<GenerationRequest> reversed = new ArrayList<>(requests);
    Collections.reverse(reversed);
    List<Generation> backwards = generator.generate(reversed);

    for (int i = 0; i < requests.size(); i++) {
      Generation alone = generator.generate(List.of(requests.get(i))).get(0);
      assertThat(tokens(together.get(i))).isEqualTo(tokens(alone)).isNotEmpty();
      assertThat(tokens(backwards.get(requests.size() - 1 - i))).isEqualTo(tokens(alone));
    }
  }

  @Test
  void seedsDecideWhatChanceGives() {
    assertThat(tokens(answer(1, 5))).isEqualTo(tokens(answer(1, 5)));
    assertThat(tokens(answer(1, 5))).isNotEqualTo(tokens(answer(1, 6)));
    assertThat(tokens(answer(0, 5))).isEqualTo(tokens(answer(0, 6)));
  }

  @Test
  void oneCandidateIsGreedy() {
    GenerationOptions onlyTop = new GenerationOptions(40, 0.7, 1, 1, 3, List.of(), false);

    assertThat(tokens(generate(QUESTION, onlyTop))).isEqualTo(tokens(answer(0, 3)));
  }

  @Test
  void anAnswerEndsBeforeTheFirstStopText() {
    String whole = answer(0, 0).text();
    // Two texts that overlap: the one that begins first counts.
    String later = whole.substring(12, 15);
    String earlier = whole.substring(10, 13);
    int end = Math.min(whole.indexOf(later), whole.indexOf(earlier));

    Generation.Answer stopped =
        generate(
            QUESTION,
            new GenerationOptions(40, 0, 0, 1, 0, List.of(later, earlier, "\u0000"), false));

    assertThat(stopped.text()).isEqualTo(whole.substring(0, end));
    assertThat(stopped.finish()).isEqualTo(Finish.STOP);
    assertThat(stopped.tokens().length).isLessThan(40);
  }

  @Test
  void lengthIsTheReasonWhereTokensRunOut() {
    Generation.Answer three = generate(QUESTION, GenerationOptions.greedy(3));

    assertThat(three.finish()).isEqualTo(Finish.LENGTH);
    assertThat(three.tokens()).hasSize(3).isEqualTo(Arrays.copyOf(answer(0, 0).tokens(), 3));
  }

  @Test
  void promptAndAnswerShareTheContext() {
    ModelSpec narrow =
        new ModelSpec(
            "builtin:reference",
            64,
            Fixtures.model("builtin:reference").device(),
            Fixtures.model("builtin:reference").whenTooLong());
    try (TextGenerator small = TextGenerator.open(narrow, EngineSettings.withWorkers(1))) {
      List<Generation> results =
          small.generate(
              List.of(
                  request("word ".repeat(80)), request("Say a lot."), request("broken \ud800.")));

      Generation.Refused refused = (Generation.Refused) results.get(0);
      assertThat(refused.reason()).isEqualTo("too_long");
      assertThat(refused.evidence())
          .matches("the prompt has \\d+ tokens, prompt and answer may have 64");
      Generation.Answer answer = (Generation.Answer) results.get(1);
      assertThat(answer.promptTokens() + answer.tokens().length).isLessThanOrEqualTo(64);
      assertThat(((Generation.Refused) results.get(2)).reason()).isEqualTo("invalid_unicode");
    }
  }

  @Test
  void whatTheListenerThrowsEndsTheWhole() {
    AtomicInteger heard = new AtomicInteger();

    assertThatThrownBy(
            () ->
                generator.generate(
                    many(),
                    (index, result) -> {
                      if (heard.incrementAndGet() == 1) {
                        throw new IllegalArgumentException("the disk is full");
                      }
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the disk is full");

    assertNothingGoesOn(heard);
  }

  @Test
  void anInterruptEndsTheWhole() {
    AtomicInteger heard = new AtomicInteger();
    Thread caller = Thread.currentThread();

    assertThatThrownBy(
            () ->
                generator.generate(
                    many(),
                    (index, result) -> {
                      if (heard.incrementAndGet() == 1) {
                        caller.interrupt();
                      }
                    }))
        .isInstanceOf(CancellationException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertNothingGoesOn(heard);
  }

  /** Many more requests than are at work at once. */
  private static List<GenerationRequest> many() {
    return IntStream.range(0, 200)
        .mapToObj(
            i ->
                new GenerationRequest(
                    List.of(new Message(Role.USER, "Count from " + i + " to 100.")),
                    new GenerationOptions(6 + i % 3, 0, 0, 1, 0, List.of(), true)))
        .toList();
  }

  private void assertNothingGoesOn(AtomicInteger heard) {
    int atEnd = heard.get();
    assertThat(atEnd).isBetween(1, 199);
    assertThat(tokens(answer(0, 0))).isNotEmpty(); // time for a worker that had not ended
    assertThat(heard).hasValue(atEnd);
  }

  @Test
  void aContextThatTheCheckpointDoesNotHaveIsRefused() {
    assertThatThrownBy(
            () -> TextGenerator.open(Fixtures.model("builtin:reference").withMaxTokens(1025)))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(
            "max_tokens 1025 exceeds 1024, the longest context that checkpoint builtin:reference"
                + " is run in");
  }

  @Test
  void logitsThatAreNoNumbersAreAnError(@TempDir Path folder) throws IOException {
    float[] huge = new float[24];
    Arrays.fill(huge, Float.MAX_VALUE);
    Path path = new CheckpointWriter(folder).with("model.norm.weight", huge).write();
    ModelSpec model = Fixtures.model(path.toString()).withMaxTokens(ModelSpec.CONTEXT);

    try (TextGenerator broken = TextGenerator.open(model, EngineSettings.withWorkers(1))) {
      for (double temperature : new double[] {0, 1}) {
        GenerationOptions options =
            new GenerationOptions(2, temperature, 5, 1, 0, List.of(), false);
        assertThatThrownBy(
                () ->
                    broken.generate(
                        List.of(
                            new GenerationRequest(
                                List.of(new Message(Role.USER, QUESTION)), options))))
            .hasMessageContaining("expected finite logits, found");
      }
    }
  }

  @Test
  void theTailHoldsAStopTextOfWhichEverySignIsThreeTokens() {
    String stop = "\u0df4\u1361\ua4fe".repeat(8);
    int tokens = promptTokens(stop + stop) - promptTokens(stop);

    assertThat(tokens).isGreaterThan(2 * stop.length());
    assertThat(Answering.tail(List.of("x", stop))).isGreaterThanOrEqualTo(tokens);
  }

  private int promptTokens(String question) {
    return generate(question, GenerationOptions.greedy(1)).promptTokens();
  }

  @Test
  void nothingIsAnsweredWithNothing() {
    assertThat(generator.generate(List.of())).isEmpty();
  }

  private static GenerationRequest request(String question) {
    return new GenerationRequest(
        List.of(new Message(Role.USER, question)), GenerationOptions.greedy(200));
  }

  private Generation.Answer answer(double temperature, long seed) {
    return generate(QUESTION, new GenerationOptions(40, temperature, 0, 1, seed, List.of(), false));
  }

  private Generation.Answer generate(String question, GenerationOptions options) {
    return (Generation.Answer)
        generator
            .generate(
                List.of(new GenerationRequest(List.of(new Message(Role.USER, question)), options)))
            .get(0);
  }

  private static long[] tokens(Generation generation) {
    return ((Generation.Answer) generation).tokens();
  }
}
