package org.winnow.transforms.hygiene;

import java.util.List;
import java.util.Optional;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;

/**
 * Turns follow each other as a chat does.
 *
 * <p>The system speaks first or not at all. Then users and the assistant take turns, the user
 * begins, the assistant ends. Between two messages of the assistant may stand messages of tools. No
 * message is blank, but for one of the assistant that calls a tool.
 *
 * @param maxTurns messages of users and of the assistant at most, from 2
 */
public record TurnsRule(int maxTurns) implements RowRule {
  /** Reason: the roles are in an order that no chat has. */
  public static final String MALFORMED = "malformed_turns";

  /** Reason: a message says nothing. */
  public static final String EMPTY = "empty_turn";

  /** Reason: there are more turns than wanted. */
  public static final String TOO_MANY = "too_many_turns";

  @Override
  public Check open() {
    return this::check;
  }

  @Override
  public String shown() {
    return maxTurns == Integer.MAX_VALUE
        ? "well-formed turns"
        : "well-formed turns, " + maxTurns + " at most";
  }

  private Optional<Finding> check(List<Message> messages) {
    Optional<Role> before = Optional.empty();
    int turns = 0;
    for (int i = 0; i < messages.size(); i++) {
      Role role = messages.get(i).role();
      if (!mayFollow(role, before)) {
        return Finding.unwanted(
            MALFORMED,
            "message "
                + (i + 1)
                + " is of role "
                + role.label()
                + before.map(b -> ", behind one of role " + b.label()).orElse(", it is the first"));
      }
      boolean callsTool =
          role == Role.ASSISTANT
              && i + 1 < messages.size()
              && messages.get(i + 1).role() == Role.TOOL;
      if (messages.get(i).content().isBlank() && !callsTool) {
        return Finding.unwanted(EMPTY, "message " + (i + 1) + ", of role " + role.label());
      }
      turns += role == Role.USER || role == Role.ASSISTANT ? 1 : 0;
      before = Optional.of(role);
    }
    if (before.isPresent() && before.get() != Role.ASSISTANT) {
      return Finding.unwanted(MALFORMED, "the last message is of role " + before.get().label());
    }
    return turns > maxTurns
        ? Finding.unwanted(TOO_MANY, turns + " turns, the limit is " + maxTurns)
        : Optional.empty();
  }

  private static boolean mayFollow(Role role, Optional<Role> before) {
    return switch (role) {
      case SYSTEM -> before.isEmpty();
      case USER ->
          before.isEmpty() || before.get() == Role.SYSTEM || before.get() == Role.ASSISTANT;
      case ASSISTANT ->
          before.isPresent() && (before.get() == Role.USER || before.get() == Role.TOOL);
      case TOOL ->
          before.isPresent() && (before.get() == Role.ASSISTANT || before.get() == Role.TOOL);
    };
  }
}
