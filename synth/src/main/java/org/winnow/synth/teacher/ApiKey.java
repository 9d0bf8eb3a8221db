package org.winnow.synth.teacher;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The key of an endpoint. It goes into the header of a request and nowhere else: this class does
 * not show it, and takes it out of what a server says.
 */
final class ApiKey {
  private static final String HIDDEN = "[key]";

  /** Shorter keys, such as EMPTY, are no secrets, and occur in texts. */
  private static final int MIN_HIDDEN_CHARS = 16;

  private static final ApiKey NONE = new ApiKey("");

  private final String secret;

  private ApiKey(String secret) {
    this.secret = secret;
  }

  /**
   * The key that an endpoint wants.
   *
   * @throws IllegalArgumentException if the variable is missing, empty or cannot be a header
   */
  static ApiKey of(Endpoint endpoint, Map<String, String> environment) {
    if (endpoint.keyVariable().isEmpty()) {
      return NONE;
    }
    String variable = endpoint.keyVariable().get();
    @Nullable String secret = environment.get(variable);
    if (secret == null || secret.isBlank()) {
      throw new IllegalArgumentException(
          "expected an API key in the environment variable " + variable + ", found none");
    }
    String key = secret.strip();
    if (!key.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new IllegalArgumentException(
          "expected an API key of visible ASCII characters in the environment variable "
              + variable
              + ", found others");
    }
    return new ApiKey(key);
  }

  boolean isPresent() {
    return !secret.isEmpty();
  }

  /** Value of the {@code Authorization} header. */
  String authorization() {
    return "Bearer " + secret;
  }

  /**
   * The text with {@code [key]} in place of the key, since servers may repeat it. A key of less
   * than 16 characters stays: texts would be changed that have nothing to do with it.
   */
  String hideIn(String text) {
    return secret.length() < MIN_HIDDEN_CHARS ? text : text.replace(secret, HIDDEN);
  }

  @Override
  public String toString() {
    return HIDDEN;
  }
}
