package org.winnow.synth.optmath.augment;

import static java.util.Objects.requireNonNull;

/**
 * How a problem is changed.
 *
 * @param group of the paper's seven, in snake_case
 * @param name unique, in snake_case
 * @param text what the teacher is told to do
 */
public record AugmentationRule(String group, String name, String text) {
  public AugmentationRule {
    requireNonNull(group, "group is null");
    requireNonNull(name, "name is null");
    requireNonNull(text, "text is null");
  }
}
