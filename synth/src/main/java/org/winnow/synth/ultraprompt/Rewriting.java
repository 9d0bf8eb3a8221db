package org.winnow.synth.ultraprompt;

import java.util.List;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;

/** What a teacher is told who rewrites an instruction by a principle. */
final class Rewriting {
  private static final Message EDITOR = new Message(Role.SYSTEM, Resources.text("rewrite.txt"));

  private Rewriting() {}

  /** The conversation; the instruction stands at its end and is never read as anything else. */
  static List<Message> messages(String instruction, Principle principle) {
    String told = "How to improve it: " + principle.text() + "\n\nThe request:\n" + instruction;
    return List.of(EDITOR, new Message(Role.USER, told));
  }
}
