package org.winnow.synth.llm2llm;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.synth.answer.RougeL;

/**
 * Instructions with answers in free text. An answer counts as right if it shares enough with the
 * right one: ROUGE-L above a threshold. That is a weak judgement, and the only one without a judge.
 */
public final class InstructionTask implements TaskTemplate {
  private static final String RULES = Prompts.text("instruction.txt");

  private final BigDecimal threshold;

  /**
   * A task.
   *
   * @param threshold in (0, 1); the F-measure that an answer has to exceed
   */
  public InstructionTask(BigDecimal threshold) {
    if (threshold.signum() <= 0 || threshold.compareTo(BigDecimal.ONE) >= 0) {
      throw new IllegalArgumentException("threshold must be in (0, 1), got " + threshold);
    }
    this.threshold = threshold;
  }

  @Override
  public String name() {
    return "instruction";
  }

  @Override
  public List<Message> request(Item seed, List<String> known, int count) {
    return Prompts.request(RULES, seed, known, count);
  }

  @Override
  public List<Message> question(String question) {
    return List.of(new Message(Role.USER, question));
  }

  @Override
  public boolean isRight(String stated, String right) {
    return stated.strip().equals(right.strip())
        || RougeL.of(stated).exceeds(RougeL.of(right), threshold);
  }

  @Override
  public Optional<Flaw> flaw(String question, String answer) {
    return Optional.empty();
  }
}
