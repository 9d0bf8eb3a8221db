package org.winnow.synth.optmath.augment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.winnow.synth.optmath.pair.Exchange;
import org.winnow.synth.optmath.pair.Flaw;
import org.winnow.synth.optmath.pair.Made;

/** A new problem in the making. For one thread. */
final class Variant {
  private final Original original;
  private final int number;
  private final AugmentationRule rule;
  private final List<Exchange> exchanges = new ArrayList<>();
  private Optional<Flaw> flaw = Optional.empty();
  private Optional<Augmented> made = Optional.empty();
  private String text = "";

  Variant(Original original, int number, AugmentationRule rule) {
    this.original = original;
    this.number = number;
    this.rule = rule;
  }

  String id() {
    return original.id() + "/" + number;
  }

  Original original() {
    return original;
  }

  int number() {
    return number;
  }

  AugmentationRule rule() {
    return rule;
  }

  String text() {
    return text;
  }

  void say(String answer) {
    text = answer.strip();
  }

  boolean isOpen() {
    return flaw.isEmpty();
  }

  /** Keeps what was asked, and the first failure. */
  void add(Made<?> asked) {
    exchanges.addAll(asked.exchanges());
    asked.flaw().ifPresent(this::refuse);
  }

  /** The first flaw is the one that counts. */
  void refuse(Flaw found) {
    flaw = flaw.or(() -> Optional.of(found));
  }

  void accept(Augmented augmented) {
    made = Optional.of(augmented);
  }

  Made<Augmented> made() {
    return flaw.<Made<Augmented>>map(found -> Made.not(found, exchanges))
        .orElseGet(() -> Made.of(made.orElseThrow(), exchanges));
  }
}
