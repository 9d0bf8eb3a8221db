package org.winnow.synth.teacher;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How a teacher generates. What is empty is left out of the request, so that the server's default
 * applies.
 *
 * @param model the model as the server calls it
 * @param temperature from 0
 * @param topP probability mass that is sampled from, in (0, 1]
 * @param maxTokens most tokens of the answer, from 1
 * @param stop texts that end the answer, none of them empty
 * @param seed for servers that sample repeatably
 */
public record GenerationParameters(
    String model,
    OptionalDouble temperature,
    OptionalDouble topP,
    OptionalInt maxTokens,
    List<String> stop,
    OptionalLong seed) {
  public GenerationParameters {
    stop = List.copyOf(stop);
    if (model.isBlank()) {
      throw new IllegalArgumentException("model must be named, got '" + model + "'");
    }
    if (temperature.isPresent()
        && !(temperature.getAsDouble() >= 0 && Double.isFinite(temperature.getAsDouble()))) {
      throw new IllegalArgumentException(
          "temperature must be finite and >= 0, got " + temperature.getAsDouble());
    }
    if (topP.isPresent() && !(topP.getAsDouble() > 0 && topP.getAsDouble() <= 1)) {
      throw new IllegalArgumentException("top_p must be in (0, 1], got " + topP.getAsDouble());
    }
    if (maxTokens.isPresent() && maxTokens.getAsInt() < 1) {
      throw new IllegalArgumentException("max_tokens must be >= 1, got " + maxTokens.getAsInt());
    }
    if (stop.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException("a stop text must not be empty, got " + stop);
    }
  }

  /** The server's defaults for everything. */
  public static GenerationParameters of(String model) {
    return new GenerationParameters(
        model,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalInt.empty(),
        List.of(),
        OptionalLong.empty());
  }

  /** The same at another temperature. */
  public GenerationParameters withTemperature(double value) {
    return new GenerationParameters(model, OptionalDouble.of(value), topP, maxTokens, stop, seed);
  }

  /** The same with at most that many tokens of answer. */
  public GenerationParameters withMaxTokens(int value) {
    return new GenerationParameters(model, temperature, topP, OptionalInt.of(value), stop, seed);
  }

  /** The same with a seed. */
  public GenerationParameters withSeed(long value) {
    return new GenerationParameters(
        model, temperature, topP, maxTokens, stop, OptionalLong.of(value));
  }
}
