package org.winnow.schemas.format;

import java.util.List;
import java.util.Optional;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;

/** Whether the turns of a conversation come in the order that a shape wants. */
final class Alternation {
  private Alternation() {}

  /** Number of leading system turns that may stand apart: 0 or 1. */
  static int firstBehindSystem(List<Message> turns) {
    return turns.get(0).role() == Role.SYSTEM ? 1 : 0;
  }

  /**
   * Why the turns do not take the form of an optional system turn, then one of {@code askers} and
   * the assistant by turns, the assistant last.
   */
  static Optional<String> misfit(List<Message> turns, List<Role> askers) {
    int first = firstBehindSystem(turns);
    for (int i = first; i < turns.size(); i++) {
      List<Role> expected = (i - first) % 2 == 0 ? askers : List.of(Role.ASSISTANT);
      if (!expected.contains(turns.get(i).role())) {
        return Optional.of(
            "turn "
                + i
                + ": expected "
                + String.join(" or ", expected.stream().map(Role::label).toList())
                + ", found "
                + turns.get(i).role().label());
      }
      if (expected.contains(Role.ASSISTANT) && turns.get(i).content().isBlank()) {
        return Optional.of("turn " + i + ": the assistant says nothing");
      }
    }
    return misfitOfLast(turns);
  }

  /** Why the last turn is not an answer of the assistant to something before it. */
  static Optional<String> misfitOfLast(List<Message> turns) {
    int last = turns.size() - 1;
    if (turns.get(last).role() != Role.ASSISTANT) {
      return Optional.of(
          "expected the assistant's turn last, found " + turns.get(last).role().label());
    }
    if (turns.get(last).content().isBlank()) {
      return Optional.of("the last turn has no text");
    }
    return last == firstBehindSystem(turns)
        ? Optional.of("there is no question")
        : Optional.empty();
  }
}
