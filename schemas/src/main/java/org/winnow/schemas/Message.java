package org.winnow.schemas;

import static java.util.Objects.requireNonNull;

/**
 * One turn of a conversation.
 *
 * @param role who speaks
 * @param content what is said; may be empty
 */
public record Message(Role role, String content) {
  public Message {
    requireNonNull(role, "role is null");
    requireNonNull(content, "content is null");
  }
}
