package org.winnow.synth.llm2llm;

import java.util.ArrayList;
import java.util.List;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;

/** The wording of requests: plain text beside this class, with no slots for what data says. */
final class Prompts {
  private Prompts() {}

  /** What a task's resource says. */
  static String text(String resource) {
    return org.winnow.synth.prompt.Prompts.text(Prompts.class, resource).strip();
  }

  /** The request for items like a seed: rules, the seed, what is known already, how many. */
  static List<Message> request(String rules, Item seed, List<String> known, int count) {
    List<Message> messages = new ArrayList<>();
    messages.add(new Message(Role.SYSTEM, rules));
    StringBuilder wanted = new StringBuilder();
    wanted.append("Here is an item that a student got wrong.\n\n");
    wanted.append("Question: ").append(seed.question()).append('\n');
    wanted.append("Answer: ").append(seed.answer()).append("\n\n");
    wanted.append("Write ").append(count).append(count == 1 ? " new item" : " new items");
    wanted.append(" of the same kind.");
    messages.add(new Message(Role.USER, wanted.toString()));
    if (!known.isEmpty()) {
      StringBuilder given = new StringBuilder();
      for (int i = 0; i < known.size(); i++) {
        given.append(i + 1).append(". Question: ").append(known.get(i)).append('\n');
      }
      messages.add(new Message(Role.ASSISTANT, given.toString().strip()));
      messages.add(
          new Message(
              Role.USER, "Write " + count + " more, with answers, that differ from all of these."));
    }
    return messages;
  }
}
