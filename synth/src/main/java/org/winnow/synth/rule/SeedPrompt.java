package org.winnow.synth.rule;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;

/**
 * LLM2LLM's request for items like a seed, taken apart.
 *
 * @param question of the seed
 * @param answer of the seed
 * @param count how many items are wanted, from 1
 * @param known questions that the items must differ from
 */
record SeedPrompt(String question, String answer, int count, Set<String> known) {
  private static final String OPENING = "Here is an item that a student got wrong.\n\nQuestion: ";
  private static final String ANSWER = "\nAnswer: ";
  private static final Pattern CLOSING =
      Pattern.compile("\n\nWrite (\\d{1,3}) new items? of the same kind\\.$");
  private static final Pattern KNOWN = Pattern.compile("\\d+\\. Question: (.*)");

  SeedPrompt {
    known = Set.copyOf(known);
  }

  /**
   * Takes a conversation apart; empty if it is not such a request.
   *
   * @throws Declined if question and answer cannot be told apart
   */
  static Optional<SeedPrompt> of(List<Message> messages) throws Declined {
    List<Message> users = messages.stream().filter(m -> m.role() == Role.USER).toList();
    if (users.isEmpty() || !users.get(0).content().startsWith(OPENING)) {
      return Optional.empty();
    }
    String request = users.get(0).content();
    Matcher closing = CLOSING.matcher(request);
    int answer = request.indexOf(ANSWER);
    if (!closing.find() || answer < 0 || answer != request.lastIndexOf(ANSWER)) {
      throw new Declined("expected one question and one answer");
    }
    Set<String> known = new HashSet<>();
    messages.stream()
        .filter(message -> message.role() == Role.ASSISTANT)
        .flatMap(message -> message.content().lines())
        .map(KNOWN::matcher)
        .filter(Matcher::matches)
        .forEach(line -> known.add(line.group(1)));
    return Optional.of(
        new SeedPrompt(
            request.substring(OPENING.length(), answer),
            request.substring(answer + ANSWER.length(), closing.start()),
            Math.max(1, Integer.parseInt(closing.group(1))),
            known));
  }

  /**
   * The items, numbered, in the form that is asked for.
   *
   * @throws Declined if the seed is not understood, or no item of it is plausible
   */
  String items(long seed, String name) throws Declined {
    ItemVariation variation = new ItemVariation(Problem.of(question, answer), seed, name);
    Set<String> told = new HashSet<>(known);
    told.add(question);
    List<String> items = new ArrayList<>();
    while (items.size() < count) {
      try {
        ItemVariation.Written item = variation.draw(told, "item " + items.size());
        told.add(item.question());
        items.add(
            (items.size() + 1) + ". Question: " + item.question() + "\nAnswer: " + item.answer());
      } catch (Declined e) {
        if (items.isEmpty()) {
          throw e;
        }
        break; // fewer than wanted, but some
      }
    }
    return String.join("\n\n", items);
  }
}
