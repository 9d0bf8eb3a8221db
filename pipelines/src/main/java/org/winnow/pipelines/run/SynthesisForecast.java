package org.winnow.pipelines.run;

import static java.util.Objects.requireNonNull;

import org.winnow.synth.teacher.Forecast;
import org.winnow.synth.teacher.Spending;

/**
 * What a method would ask its teacher, before anything is asked.
 *
 * @param origin what the samples are made of, such as {@code 6 seeds}; counted, so exact
 * @param student what has to be trained or asked before, for a person to read
 * @param first the requests that can be written down already; their number and texts are exact,
 *     their tokens and cost estimated
 * @param when when these are sent, such as {@code if every seed is wrong}
 * @param most requests, tokens and money of the longest run; the number of requests is a bound,
 *     where one that fails and is sent again counts once, tokens and money are estimates
 * @param how the bound comes about, as a product
 */
public record SynthesisForecast(
    String origin, String student, Forecast first, String when, Spending most, String how) {
  public SynthesisForecast {
    requireNonNull(first, "first is null");
    requireNonNull(most, "most is null");
  }
}
