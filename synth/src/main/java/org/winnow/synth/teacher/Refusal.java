package org.winnow.synth.teacher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Locale;

/** Why a server did not complete, by its status and by what it says beside it. */
final class Refusal {
  private static final JsonMapper JSON = new JsonMapper();

  /** How OpenAI and vLLM, llama.cpp, TGI and others put it. */
  private static final List<String> CONTEXT_TOO_LONG =
      List.of(
          "context_length_exceeded",
          "maximum context length",
          "exceed_context_size",
          "exceeds the available context size",
          "context window",
          "`max_new_tokens` must be");

  private Refusal() {}

  /**
   * The failure that an answer other than 2xx stands for.
   *
   * @param status HTTP status
   * @param attempt the attempt that brought it, from 1
   */
  static TeacherFailure of(int status, String body, int attempt) {
    return TeacherFailure.of(
        kind(status, body.toLowerCase(Locale.ROOT)),
        "the server answered " + status + ": " + Excerpt.of(message(body)),
        attempt);
  }

  private static FailureKind kind(int status, String body) {
    if (status >= 500) {
      return FailureKind.SERVER_ERROR;
    }
    return switch (status) {
      case 401, 403 -> FailureKind.UNAUTHORIZED;
      case 402 -> FailureKind.QUOTA_EXHAUSTED;
      case 404 -> FailureKind.NOT_FOUND;
      case 408 -> FailureKind.TIMED_OUT;
      case 409, 425 -> FailureKind.SERVER_ERROR;
      case 413 -> FailureKind.CONTEXT_TOO_LONG;
      case 429 ->
          body.contains("insufficient_quota")
              ? FailureKind.QUOTA_EXHAUSTED
              : FailureKind.RATE_LIMITED;
      default ->
          CONTEXT_TOO_LONG.stream().anyMatch(body::contains)
              ? FailureKind.CONTEXT_TOO_LONG
              : FailureKind.BAD_REQUEST;
    };
  }

  /** {@code error.message} of the OpenAI form, {@code message} or {@code error}, or all of it. */
  private static String message(String body) {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return body; // a proxy's page, for example
    }
    for (String place : List.of("/error/message", "/message", "/error")) {
      if (json.at(place).isTextual()) {
        return json.at(place).asText();
      }
    }
    return body;
  }
}
