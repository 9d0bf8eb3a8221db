package org.winnow.synth.llm2llm;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;

/** Texts that get one of some labels: intents, classes, sentiments. */
public final class LabelTask implements TaskTemplate {
  private static final String RULES = Prompts.text("label.txt");

  private final Set<String> labels;

  /**
   * A task.
   *
   * @param labels what answers may be, two or more; case makes no difference
   */
  public LabelTask(Set<String> labels) {
    this.labels = new TreeSet<>();
    labels.forEach(label -> this.labels.add(plain(label)));
    if (this.labels.size() < 2 || this.labels.contains("")) {
      throw new IllegalArgumentException("expected two labels or more, got " + labels);
    }
  }

  @Override
  public String name() {
    return "label";
  }

  @Override
  public List<Message> request(Item seed, List<String> known, int count) {
    String rules = RULES + "\n\nThe labels are: " + String.join(", ", labels) + ".";
    return Prompts.request(rules, seed, known, count);
  }

  @Override
  public List<Message> question(String question) {
    return List.of(
        new Message(Role.USER, question + "\n\nOne of: " + String.join(", ", labels) + "."));
  }

  @Override
  public boolean isRight(String stated, String right) {
    return plain(stated).equals(plain(right));
  }

  @Override
  public Optional<Flaw> flaw(String question, String answer) {
    return labels.contains(plain(answer))
        ? Optional.empty()
        : Flaw.of("answer_form", "expected one of " + labels + ", found '" + answer + "'");
  }

  private static String plain(String label) {
    return label.strip().replaceFirst("[.!]$", "").toLowerCase(Locale.ROOT);
  }
}
