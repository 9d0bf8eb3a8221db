package org.winnow.synth.optmath.problems;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A class's parameters with the ranges that are in use.
 *
 * @param parameters each once, in the class's order
 */
public record ParameterRanges(List<Parameter> parameters) {
  public ParameterRanges {
    parameters = List.copyOf(parameters);
    Map<String, Parameter> byName = new LinkedHashMap<>();
    for (Parameter parameter : parameters) {
      if (byName.put(parameter.name(), parameter) != null) {
        throw new IllegalArgumentException("parameter " + parameter.name() + " is there twice");
      }
    }
  }

  /**
   * The same ranges with sizes made larger or smaller; no size falls below its default or 2,
   * whichever is less.
   *
   * @param factor above 0
   */
  public ParameterRanges scaled(double factor) {
    return new ParameterRanges(
        parameters.stream()
            .map(
                parameter ->
                    parameter.kind() == Parameter.Kind.VALUE
                        ? parameter
                        : Parameter.size(
                            parameter.name(),
                            scaled(parameter.low(), factor),
                            scaled(parameter.high(), factor)))
            .toList());
  }

  private static int scaled(int size, double factor) {
    return Math.max(Math.min(2, size), (int) Math.round(size * factor));
  }

  Parameter get(String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no parameter " + name));
  }
}
