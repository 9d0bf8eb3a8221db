package org.winnow.synth.teacher;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/**
 * Reads what a completion says. Reading is apart from asking: what is stored is the completion as
 * it came, so that it can be read anew, with other prices for example, and nothing is sent.
 *
 * @param prices what tokens cost
 */
public record AnswerReader(PriceList prices) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  public AnswerReader {
    requireNonNull(prices, "prices is null");
  }

  /**
   * The first choice of a completion as an answer, or why it is none: {@link
   * FailureKind#MALFORMED_ANSWER}, {@link FailureKind#ANSWER_CUT_OFF}, {@link
   * FailureKind#CONTENT_FILTERED}, {@link FailureKind#EMPTY_ANSWER} or {@link
   * FailureKind#SCHEMA_VIOLATION}.
   *
   * @param raw a {@code chat.completion} object
   * @param attempt the attempt that brought it, from 1
   */
  public TeacherResult read(TeacherRequest request, String raw, int attempt) {
    JsonNode completion;
    try {
      completion = JSON.readTree(raw);
    } catch (JsonProcessingException e) {
      return malformed("expected a completion in JSON, found: " + e.getOriginalMessage(), attempt);
    }
    JsonNode choice = completion.path("choices").path(0);
    JsonNode content = choice.path("message").path("content");
    if (!choice.path("message").isObject() || !(content.isTextual() || isAbsent(content))) {
      return malformed(
          "expected a completion with choices[0].message and content in text, found: "
              + Excerpt.of(raw),
          attempt);
    }
    TokenUsage usage = usage(completion);
    String text = content.asText("");
    String finishReason = choice.path("finish_reason").asText("");
    Optional<TeacherFailure> failure =
        failure(request, choice, text).map(found -> found.of(usage, attempt, raw));
    if (failure.isPresent()) {
      return failure.get();
    }
    return new TeacherAnswer(
        text,
        finishReason,
        usage,
        prices.cost(request.parameters().model(), usage),
        attempt,
        false,
        raw);
  }

  private record Flaw(FailureKind kind, String message) {
    TeacherFailure of(TokenUsage usage, int attempt, String raw) {
      return new TeacherFailure(kind, message, usage, attempt, raw);
    }
  }

  private static Optional<Flaw> failure(TeacherRequest request, JsonNode choice, String text) {
    String finishReason = choice.path("finish_reason").asText("");
    if (finishReason.equals("length")) {
      return flaw(
          FailureKind.ANSWER_CUT_OFF,
          "expected a whole answer, found one that was cut off after "
              + text.length()
              + " characters");
    }
    if (finishReason.equals("content_filter")) {
      return flaw(FailureKind.CONTENT_FILTERED, "a filter withheld the answer");
    }
    String refusal = choice.path("message").path("refusal").asText("");
    if (!refusal.isEmpty()) {
      return flaw(FailureKind.CONTENT_FILTERED, "the model refused: " + Excerpt.of(refusal));
    }
    if (text.isBlank()) {
      return flaw(
          FailureKind.EMPTY_ANSWER,
          "expected an answer, found no text and finish reason '" + finishReason + "'");
    }
    return request
        .schema()
        .flatMap(schema -> schema.violation(text))
        .map(
            violation ->
                new Flaw(
                    FailureKind.SCHEMA_VIOLATION,
                    "the answer does not conform to the schema: " + Excerpt.of(violation)));
  }

  private static Optional<Flaw> flaw(FailureKind kind, String message) {
    return Optional.of(new Flaw(kind, message));
  }

  private static TokenUsage usage(JsonNode completion) {
    JsonNode usage = completion.path("usage");
    return new TokenUsage(
        Math.max(0, usage.path("prompt_tokens").asLong(0)),
        Math.max(0, usage.path("completion_tokens").asLong(0)));
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static TeacherFailure malformed(String message, int attempt) {
    return TeacherFailure.of(FailureKind.MALFORMED_ANSWER, message, attempt);
  }
}
