package org.winnow.synth.teacher;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * A server that speaks OpenAI's chat protocol: vLLM, Ollama, llama.cpp, TGI, OpenAI and others.
 *
 * @param baseUrl what comes before {@code /chat/completions}: {@code http://localhost:8000/v1}
 * @param keyVariable name of the environment variable that holds the API key, if the server wants
 *     one; the key itself is never part of a configuration
 * @param timeout how long a whole answer may take, from the start of its request
 */
public record Endpoint(URI baseUrl, Optional<String> keyVariable, Duration timeout) {
  private static final Duration TIMEOUT = Duration.ofMinutes(10);

  public Endpoint {
    requireNonNull(keyVariable, "keyVariable is null");
    String scheme = baseUrl.getScheme();
    if (!("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))
        || baseUrl.getHost() == null) {
      throw new IllegalArgumentException("expected an http or https URL, got " + baseUrl);
    }
    if (baseUrl.getRawUserInfo() != null
        || baseUrl.getRawQuery() != null
        || baseUrl.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "expected a URL without user, query and fragment, got one of "
              + baseUrl.getHost()
              + "; a key belongs into an environment variable");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be > 0, got " + timeout);
    }
  }

  /** A server without a key, given ten minutes for an answer. */
  public static Endpoint of(URI baseUrl) {
    return new Endpoint(baseUrl, Optional.empty(), TIMEOUT);
  }

  /** The same with a key from that environment variable. */
  public Endpoint withKeyFrom(String variable) {
    return new Endpoint(baseUrl, Optional.of(variable), timeout);
  }

  /** The same with another time for a whole answer. */
  public Endpoint withTimeout(Duration other) {
    return new Endpoint(baseUrl, keyVariable, other);
  }

  /** Where chat completions are asked for. */
  URI completions() {
    String base = baseUrl.toString();
    return URI.create(
        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/chat/completions");
  }
}
