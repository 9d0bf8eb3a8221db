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

  /**
   * The same with another range for one parameter.
   *
   * @param name of the parameter
   * @throws IllegalArgumentException if there is no such parameter, or the range is empty or not
   *     within {@link Parameter#least} and {@link Parameter#most}
   */
  public ParameterRanges with(String name, int low, int high) {
    Parameter old = get(name);
    if (low < old.least() || high > old.most() || low > high) {
      throw new IllegalArgumentException(
          "parameter "
              + name
              + ": expected a range within "
              + old.least()
              + " and "
              + old.most()
              + ", found "
              + low
              + " to "
              + high);
    }
    Parameter changed = new Parameter(name, old.kind(), low, high);
    return new ParameterRanges(
        parameters.stream().map(known -> known.name().equals(name) ? changed : known).toList());
  }

  private static int scaled(int size, double factor) {
    return Math.max(Math.min(2, size), (int) Math.round(size * factor));
  }

  Parameter get(String name) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of the parameters "
                        + parameters.stream().map(Parameter::name).toList()
                        + ", found "
                        + name));
  }
}
