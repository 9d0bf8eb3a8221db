package org.winnow.synth.rule;

import java.util.List;
import java.util.Map;
import org.winnow.schemas.Message;
import org.winnow.schemas.Seeds;
import org.winnow.synth.teacher.RequestKey;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.ultraprompt.Principle;
import org.winnow.synth.ultraprompt.Principles;

/**
 * Rules that rewrite an instruction by one of UltraPrompt's built-in principles: they put one
 * sentence that the principle asks for before or behind it. It understands no words; an instruction
 * that has the sentence comes back as it is.
 */
public final class PrincipleTeacher extends RuleTeacher {
  /**
   * What requests have to call it. The number changes with the rules, so that answers of other
   * rules are never taken for these.
   */
  public static final String MODEL = "rules:principles@1";

  private static final String STEP = "principles";
  private static final String PRINCIPLE = "How to improve it: ";
  private static final String REQUEST = "\n\nThe request:\n";

  /** Sentences for each principle; those that begin with a dash stand behind the instruction. */
  private static final Map<String, List<String>> SENTENCES =
      Map.of(
          "safe_intent_declaration",
          List.of(
              "Please answer with respect and so that nobody comes to harm.",
              "I mean no harm with this and wish for a considerate answer."),
          "boundary_enforcement",
          List.of(
              "-If a part of this would breach ethics or somebody's privacy, politely decline it.",
              "-Please decline kindly whatever would be unethical or invade somebody's privacy."),
          "clarification_request",
          List.of(
              "-State first what exactly is wanted, then give it.",
              "-A good answer says what is wanted, how it is found, and the result with its unit."),
          "information_augmentation",
          List.of(
              "-Mention the facts that the answer rests on.",
              "-Somebody reads the answer who is new to the subject: add the background needed."),
          "tone_improvement",
          List.of(
              "Could you please help me with this? I would be glad.",
              "Thank you in advance for your help with the following."),
          "factuality_enhancement",
          List.of(
              "-Keep to what can be checked and say so where you are not sure.",
              "-Please make nothing up; name what you do not know."),
          "error_simulation",
          List.of(
              "-Bring up frequent mistakes and edge cases, and deal with them.",
              "-Say what could go wrong and how that is handled."),
          "debugging_guidance",
          List.of(
              "-Find errors one step after another and explain each.",
              "-Go through it line by line and say where it would fail, and why."),
          "hint_addition",
          List.of(
              "-Hint: write down what is known and what is wanted before you calculate.",
              "-Hint: find out which quantity can be computed first."),
          "solution_verification",
          List.of(
              "-Check the result in the end in another way.",
              "-Explain each step, so that the result can be verified."));

  /** A teacher; holds nothing. */
  public PrincipleTeacher() {
    super(MODEL);
  }

  @Override
  String text(TeacherRequest request) throws Declined {
    List<Message> messages = request.messages();
    String told = messages.get(messages.size() - 1).content();
    int at = told.indexOf(REQUEST);
    if (!told.startsWith(PRINCIPLE) || at < 0) {
      throw new Declined("no rule for such a request");
    }
    String principle = told.substring(PRINCIPLE.length(), at);
    List<String> sentences =
        Principles.builtin().all().stream()
            .filter(known -> known.text().equals(principle))
            .map(Principle::name)
            .findFirst()
            .map(name -> SENTENCES.getOrDefault(name, List.of()))
            .orElse(List.of());
    if (sentences.isEmpty()) {
      throw new Declined("no rule for such a principle");
    }
    long bits =
        Seeds.bits(request.parameters().seed().orElse(0), STEP, RequestKey.of(request), "sentence");
    String sentence = sentences.get((int) Long.remainderUnsigned(bits, sentences.size()));
    return with(told.substring(at + REQUEST.length()), sentence);
  }

  private static String with(String instruction, String sentence) {
    boolean isBehind = sentence.startsWith("-");
    String added = isBehind ? sentence.substring(1) : sentence;
    if (instruction.contains(added)) {
      return instruction;
    }
    // Text that goes over several lines may be a table or a program.
    String between = instruction.strip().contains("\n") ? "\n\n" : " ";
    return isBehind ? instruction.stripTrailing() + between + added : added + between + instruction;
  }
}
