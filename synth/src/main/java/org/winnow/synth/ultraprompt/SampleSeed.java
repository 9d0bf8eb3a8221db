package org.winnow.synth.ultraprompt;

import org.winnow.schemas.Seeds;
import org.winnow.synth.teacher.GenerationParameters;

/**
 * Seeds of generation for several answers to one request. A sample's number is no part of what a
 * server is sent, so that with one seed all samples would be the same answer.
 */
final class SampleSeed {
  private SampleSeed() {}

  /**
   * The parameters of one sample: with a seed of its own if they have one, else as they are.
   *
   * @param id what is sampled, for chance
   * @param sample its number, from 0
   */
  static GenerationParameters of(GenerationParameters parameters, String id, int sample) {
    if (parameters.seed().isEmpty()) {
      return parameters;
    }
    long bits = Seeds.bits(parameters.seed().getAsLong(), Search.STEP, id, "sample " + sample);
    return parameters.withSeed(bits & Integer.MAX_VALUE); // servers want it small and positive
  }
}
