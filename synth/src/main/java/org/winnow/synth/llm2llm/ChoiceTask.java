package org.winnow.synth.llm2llm;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.synth.answer.FinalAnswer;

/** Questions with lettered choices, each on a line of its own; the answer is a letter. */
public final class ChoiceTask implements TaskTemplate {
  private static final String RULES = Prompts.text("multiple_choice.txt");
  private static final Pattern CHOICE = Pattern.compile("(?m)^\\s*\\(?([A-Z])[).:]\\s*\\S");

  /** A letter by itself, or in front of its choice's text. */
  private static final Pattern LETTER =
      Pattern.compile("\\(?([A-Z])(?:\\)?[.:]?|[).:]\\s.*)", Pattern.DOTALL);

  @Override
  public String name() {
    return "multiple_choice";
  }

  @Override
  public List<Message> request(Item seed, List<String> known, int count) {
    return Prompts.request(RULES, seed, known, count);
  }

  @Override
  public List<Message> question(String question) {
    return List.of(new Message(Role.USER, question + "\nAnswer:"));
  }

  @Override
  public boolean isRight(String stated, String right) {
    Optional<String> wanted = letter(right);
    return wanted.isPresent() && letter(stated).equals(wanted);
  }

  /** The letter that an answer is or states; a sentence that begins with "A" or "I" states none. */
  private static Optional<String> letter(String answer) {
    return FinalAnswer.stated(answer).flatMap(ChoiceTask::bareLetter).or(() -> bareLetter(answer));
  }

  private static Optional<String> bareLetter(String text) {
    Matcher letter = LETTER.matcher(text.strip());
    return letter.matches() ? Optional.of(letter.group(1)) : Optional.empty();
  }

  @Override
  public Optional<Flaw> flaw(String question, String answer) {
    Set<String> choices = new TreeSet<>();
    Matcher choice = CHOICE.matcher(question);
    while (choice.find()) {
      if (!choices.add(choice.group(1))) {
        return Flaw.of("choices", "choice " + choice.group(1) + " occurs twice");
      }
    }
    if (choices.size() < 2) {
      return Flaw.of("choices", "expected two choices or more, found " + choices.size());
    }
    Optional<String> letter = letter(answer);
    return letter.filter(choices::contains).isPresent()
        ? Optional.empty()
        : Flaw.of("answer_form", "expected one of " + choices + ", found '" + answer + "'");
  }
}
