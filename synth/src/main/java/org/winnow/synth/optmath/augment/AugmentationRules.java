package org.winnow.synth.optmath.augment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.winnow.schemas.RandomBits;
import org.winnow.schemas.Seeds;
import org.winnow.synth.prompt.Prompts;

/** The built-in rules. */
final class AugmentationRules {
  /** All rules, by group. */
  static final List<AugmentationRule> ALL = read();

  private AugmentationRules() {}

  private static List<AugmentationRule> read() {
    try {
      return List.copyOf(
          new JsonMapper()
              .readValue(
                  Prompts.text(AugmentationRules.class, "rules.json"),
                  new TypeReference<List<AugmentationRule>>() {}));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected a list of rules in rules.json", e);
    }
  }

  /** The rule for a variant of a problem. */
  static AugmentationRule drawn(long seed, String id, int number) {
    long bits = Seeds.bits(seed, "optmath.augment", id, "rule " + number);
    return ALL.get(new RandomBits(bits).below(ALL.size()));
  }
}
