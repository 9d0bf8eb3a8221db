package org.winnow.synth.llm2llm;

import java.util.List;
import java.util.Optional;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.synth.answer.AnswerEquality;
import org.winnow.synth.answer.CalculatorCheck;
import org.winnow.synth.answer.FinalAnswer;

/**
 * Word problems with a number for an answer, in the form of GSM8K: the working, then {@code ####}
 * and the number. Calculations that an answer notes as {@code <<3+4=7>>} are computed once more.
 */
public final class MathsTask implements TaskTemplate {
  private static final String RULES = Prompts.text("maths.txt");
  private static final String MARK = "####";

  @Override
  public String name() {
    return "maths";
  }

  @Override
  public List<Message> request(Item seed, List<String> known, int count) {
    return Prompts.request(RULES, seed, known, count);
  }

  @Override
  public List<Message> question(String question) {
    return List.of(new Message(Role.USER, question));
  }

  /** Compares final answers; a stated one may be the last number of the text. */
  @Override
  public boolean isRight(String stated, String right) {
    Optional<String> wanted = FinalAnswer.stated(right);
    Optional<String> found = FinalAnswer.statedOrLastNumber(stated);
    return wanted.isPresent()
        && found.isPresent()
        && AnswerEquality.equal(found.get(), wanted.get());
  }

  @Override
  public Optional<Flaw> flaw(String question, String answer) {
    int marks = answer.split(MARK, -1).length - 1;
    if (marks != 1) {
      return Flaw.of("answer_form", "expected one " + MARK + ", found " + marks);
    }
    String last = answer.substring(answer.indexOf(MARK) + MARK.length()).strip();
    if (!last.matches("-?\\$?[0-9][0-9,]*(\\.[0-9]+)?")) {
      return Flaw.of("answer_form", "expected a number behind " + MARK + ", found '" + last + "'");
    }
    if (CalculatorCheck.check(answer) instanceof CalculatorCheck.Wrong wrong) {
      return Flaw.of(
          "wrong_calculation",
          wrong.calculation() + " is " + wrong.expected() + ", noted as " + wrong.found());
    }
    return Optional.empty();
  }
}
