package org.winnow.synth.llm2llm;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;

/** Texts that get one of some labels: intents, classes, sentiments. */
public final class LabelTask implements TaskTemplate {
  private static final String RULES = Prompts.text("label.txt");

  /** Labels as they are written, by their plain form. */
  private final Map<String, String> labels = new TreeMap<>();

  /**
   * A task.
   *
   * @param labels what answers may be, two or more; case makes no difference
   */
  public LabelTask(Set<String> labels) {
    labels.forEach(label -> this.labels.put(plain(label), label.strip()));
    if (this.labels.size() < 2 || this.labels.containsKey("")) {
      throw new IllegalArgumentException("expected two labels or more, got " + labels);
    }
  }

  @Override
  public String name() {
    return "label";
  }

  @Override
  public List<Message> request(Item seed, List<String> known, int count) {
    String rules = RULES + "\n\nThe labels are: " + String.join(", ", labels.values()) + ".";
    return Prompts.request(rules, seed, known, count);
  }

  @Override
  public List<Message> question(String question) {
    return List.of(
        new Message(
            Role.USER, question + "\n\nOne of: " + String.join(", ", labels.values()) + "."));
  }

  @Override
  public boolean isRight(String stated, String right) {
    return plain(stated).equals(plain(right));
  }

  @Override
  public Optional<Flaw> flaw(String question, String answer) {
    return labels.containsKey(plain(answer))
        ? Optional.empty()
        : Flaw.of("answer_form", "expected one of " + labels.values() + ", found '" + answer + "'");
  }

  private static String plain(String label) {
    return label.strip().replaceFirst("[.!]$", "").toLowerCase(Locale.ROOT);
  }
}
