package org.winnow.synth.teacher;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Seeds;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.generate.Generation;
import org.winnow.scorers.generate.GenerationOptions;
import org.winnow.scorers.generate.GenerationRequest;
import org.winnow.scorers.generate.TextGenerator;

/**
 * A teacher that is a checkpoint in this process, so that everything runs without a server.
 *
 * <p>An answer depends on its request alone. Without a temperature it is greedy; draws follow from
 * a hash of the request. Completions have the form of a server's, so that the same cache and reader
 * serve both. It knows one model, by the name of {@link #modelName}: the name holds the digest of
 * the weights, so that another checkpoint's answers are never taken for its own.
 */
public final class LocalTeacher implements Teacher {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DIGEST_DIGITS = 16;

  /** Tokens of an answer to a request that does not limit them. */
  private static final int DEFAULT_TOKENS = 1024;

  private final TextGenerator generator;
  private final String model;
  private final AnswerReader reader;

  private LocalTeacher(TextGenerator generator, String model, AnswerReader reader) {
    this.generator = generator;
    this.model = model;
    this.reader = reader;
  }

  /**
   * Loads a checkpoint.
   *
   * @param reader reads what is generated; a price list that knows the model makes it cost
   * @throws CheckpointException if the checkpoint cannot be used
   */
  public static LocalTeacher open(ModelSpec model, AnswerReader reader) {
    String name = modelName(model.checkpoint());
    return new LocalTeacher(TextGenerator.open(model), name, reader);
  }

  /**
   * What requests have to call the model of a checkpoint: {@code local:} and the beginning of a
   * digest of its weights, its tokenizer, and the tokens that end its answers.
   *
   * @throws CheckpointException if the checkpoint cannot be used
   */
  public static String modelName(String checkpoint) {
    Checkpoint found = Checkpoint.inspect(checkpoint);
    String all = found.modelDigest() + found.tokenizerDigest() + new TreeSet<>(found.endTokens());
    return "local:" + Digests.hex(all.getBytes(StandardCharsets.UTF_8)).substring(0, DIGEST_DIGITS);
  }

  @Override
  public List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener) {
    AtomicReferenceArray<TeacherResult> results = new AtomicReferenceArray<>(requests.size());
    List<Integer> indices = new ArrayList<>();
    List<GenerationRequest> asked = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      Optional<TeacherFailure> refusal = refusal(requests.get(i));
      if (refusal.isPresent()) {
        results.set(i, refusal.get());
        listener.hear(i, refusal.get());
      } else {
        indices.add(i);
        asked.add(new GenerationRequest(requests.get(i).messages(), options(requests.get(i))));
      }
    }
    generator.generate(
        asked,
        (place, generation) -> {
          int index = indices.get(place);
          TeacherResult result = result(requests.get(index), generation);
          results.set(index, result);
          listener.hear(index, result);
        });
    return IntStream.range(0, requests.size())
        .mapToObj(index -> requireNonNull(results.get(index)))
        .toList();
  }

  private Optional<TeacherFailure> refusal(TeacherRequest request) {
    String wanted = request.parameters().model();
    return wanted.equals(model)
        ? Optional.empty()
        : Optional.of(
            TeacherFailure.of(
                FailureKind.NOT_FOUND, "expected model " + model + ", got " + wanted, 0));
  }

  private static GenerationOptions options(TeacherRequest request) {
    GenerationParameters parameters = request.parameters();
    long seed =
        Seeds.bits(parameters.seed().orElse(0), "teacher", RequestKey.of(request), "answer");
    return new GenerationOptions(
        parameters.maxTokens().orElse(DEFAULT_TOKENS),
        parameters.temperature().orElse(0),
        0,
        parameters.topP().orElse(1),
        seed,
        parameters.stop(),
        false);
  }

  private TeacherResult result(TeacherRequest request, Generation generation) {
    if (generation instanceof Generation.Refused refused) {
      FailureKind kind =
          refused.reason().equals("too_long")
              ? FailureKind.CONTEXT_TOO_LONG
              : FailureKind.BAD_REQUEST;
      return TeacherFailure.of(kind, refused.reason() + ": " + refused.evidence(), 1);
    }
    return reader.read(request, completion((Generation.Answer) generation), 1);
  }

  private String completion(Generation.Answer answer) {
    ObjectNode completion = JSON.createObjectNode();
    completion.put("object", "chat.completion").put("model", model);
    ObjectNode choice = completion.putArray("choices").addObject();
    choice.put("index", 0);
    choice.putObject("message").put("role", "assistant").put("content", answer.text());
    choice.put("finish_reason", answer.finish() == Generation.Finish.STOP ? "stop" : "length");
    completion
        .putObject("usage")
        .put("prompt_tokens", answer.promptTokens())
        .put("completion_tokens", answer.tokens().length);
    return completion.toString();
  }

  @Override
  public void close() {
    generator.close();
  }
}
