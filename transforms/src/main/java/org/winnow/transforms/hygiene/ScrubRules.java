package org.winnow.transforms.hygiene;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What is looked for, and what happens where it is found.
 *
 * @param actions one for each kind
 * @param phoneRegions where numbers without a country code are dialled, as ISO 3166 codes of two
 *     letters; may be empty
 */
public record ScrubRules(Map<SensitiveKind, Action> actions, List<String> phoneRegions)
    implements Serializable {
  public ScrubRules {
    actions = new EnumMap<>(actions);
    phoneRegions = List.copyOf(phoneRegions);
    if (actions.size() != SensitiveKind.values().length) {
      throw new IllegalArgumentException("expected an action for each kind, got " + actions);
    }
    for (String region : phoneRegions) {
      if (!PhoneNumbers.regions().contains(region)) {
        throw new IllegalArgumentException("unknown region '" + region + "'");
      }
    }
  }

  /** What happens to content of a kind. */
  public enum Action {
    /** A word such as {@code <EMAIL>} takes its place. */
    MASK,
    /** The row leaves. */
    DROP,
    /** It is not looked for. */
    KEEP
  }

  /** What happens to content of a kind. */
  Action of(SensitiveKind kind) {
    return actions.getOrDefault(kind, Action.KEEP);
  }
}
