package org.winnow.synth.rule;

import java.util.List;
import java.util.Optional;
import org.winnow.schemas.Message;
import org.winnow.synth.teacher.RequestKey;
import org.winnow.synth.teacher.TeacherRequest;

/**
 * Rules for word problems whose answers note their calculations, as GSM8K's do ({@code
 * <<48/2=24>>}).
 *
 * <p>It answers LLM2LLM's requests for new items of the task maths by exchanging numbers, and
 * LEMMA's requests by recomputing and comparing calculations. It understands no words.
 */
public final class ArithmeticTeacher extends RuleTeacher {
  /**
   * What requests have to call it. The number changes with the rules, so that answers of other
   * rules are never taken for these.
   */
  public static final String MODEL = "rules:arithmetic@1";

  /** A teacher; holds nothing. */
  public ArithmeticTeacher() {
    super(MODEL);
  }

  @Override
  String text(TeacherRequest request) throws Declined {
    long seed = request.parameters().seed().orElse(0);
    String name = RequestKey.of(request);
    List<Message> messages = request.messages();
    Optional<SeedPrompt> items = SeedPrompt.of(messages);
    if (items.isPresent()) {
      return items.get().items(seed, name);
    }
    Optional<LemmaPrompt> lemma =
        messages.size() == 1 ? LemmaPrompt.of(messages.get(0).content()) : Optional.empty();
    if (lemma.isPresent()) {
      return LemmaAnswers.of(lemma.get(), seed, name);
    }
    throw new Declined("no rule for such a request");
  }
}
