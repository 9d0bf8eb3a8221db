package org.winnow.synth.lemma;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.winnow.synth.teacher.AnswerReader;
import org.winnow.synth.teacher.PriceList;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;

/**
 * Answers about {@link WordProblem}s by rule, from what the prompt says and nothing else. What it
 * would say can be changed before it is said.
 */
final class RuleTeacher implements Teacher {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern TRANSITION =
      Pattern.compile("Go on with exactly these words: (.*)\n");
  private static final Pattern TYPE = Pattern.compile("of the type (\\w+):");

  private final BiFunction<String, String, String> change;
  private final List<TeacherRequest> asked = new ArrayList<>();

  /** A teacher who says what is right. */
  RuleTeacher() {
    this((stage, answer) -> answer);
  }

  /**
   * A teacher whose answers are changed.
   *
   * @param change makes another answer of the stage's name and the right answer
   */
  RuleTeacher(BiFunction<String, String, String> change) {
    this.change = change;
  }

  /** All requests so far. */
  List<TeacherRequest> asked() {
    return asked;
  }

  @Override
  public List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener) {
    List<TeacherResult> results = new ArrayList<>();
    asked.addAll(requests);
    for (TeacherRequest request : requests) {
      TeacherResult result = answer(request);
      listener.hear(results.size(), result);
      results.add(result);
    }
    return results;
  }

  @Override
  public void close() {
    // holds nothing
  }

  private TeacherResult answer(TeacherRequest request) {
    String prompt = request.messages().get(0).content();
    WordProblem problem = WordProblem.read(tag(prompt, "problem"));
    String stage = request.id().substring(request.id().lastIndexOf('/') + 1);
    boolean json = request.schema().isPresent();
    String answer =
        switch (stage) {
          case "classify" -> type(wrongStep(tag(prompt, "attempt")), json);
          case "locate" -> step(wrongStep(tag(prompt, "attempt")), json);
          case "inject" -> plant(problem, prompt, request.sample());
          case "fix_and_continue" -> fix(problem, tag(prompt, "unfinished_work"), prompt);
          case "fresh_and_restart" -> restart(problem, tag(prompt, "unfinished_work"), prompt);
          case "smooth" -> smooth(tag(prompt, "line_of_thought"));
          default -> throw new IllegalArgumentException("unknown stage " + stage);
        };
    return completion(request, change.apply(stage, answer));
  }

  /** A server's completion of a request. */
  static TeacherResult completion(TeacherRequest request, String text) {
    var completion = JSON.createObjectNode();
    completion
        .putArray("choices")
        .addObject()
        .put("finish_reason", "stop")
        .putObject("message")
        .put("role", "assistant")
        .put("content", text);
    return new AnswerReader(PriceList.NONE).read(request, completion.toString(), 1);
  }

  /** What a prompt has between two tags. */
  static String tag(String prompt, String name) {
    Matcher inner =
        Pattern.compile("<" + name + ">\n(.*)\n</" + name + ">", Pattern.DOTALL).matcher(prompt);
    if (!inner.find()) {
      throw new IllegalArgumentException("no " + name + " in: " + prompt);
    }
    return inner.group(1);
  }

  private static Optional<Integer> wrongStep(String attempt) {
    List<Sums.Sum> sums = Sums.of(attempt).sums();
    for (int i = 0; i < sums.size(); i++) {
      if (!sums.get(i).holds()) {
        return Optional.of(i + 1);
      }
    }
    return Optional.empty();
  }

  private static String type(Optional<Integer> wrong, boolean json) {
    String verdict = wrong.isPresent() ? "incorrect" : "correct";
    String type = wrong.isPresent() ? "calculation_error" : "none";
    if (json) {
      return "{\"reasoning\": \"\", \"verdict\": \"%s\", \"error_type\": \"%s\"}"
          .formatted(verdict, type);
    }
    return wrong.isPresent()
        ? "The solution is incorrect, the error type is calculation_error."
        : "The solution is correct.";
  }

  private static String step(Optional<Integer> wrong, boolean json) {
    String verdict = wrong.isPresent() ? "incorrect" : "correct";
    if (json) {
      return "{\"reasoning\": \"\", \"verdict\": \"%s\", \"step\": %d}"
          .formatted(verdict, wrong.orElse(0));
    }
    return wrong
        .map("The solution is incorrect, the first wrong step is step %d."::formatted)
        .orElse("The solution is correct.");
  }

  /** Off by another amount for each type and sample, in another step. */
  private static String plant(WordProblem problem, String prompt, int sample) {
    Matcher type = TYPE.matcher(prompt);
    if (!type.find()) {
      throw new IllegalArgumentException("no type in: " + prompt);
    }
    int place = ErrorType.of(type.group(1)).orElseThrow().ordinal();
    return problem.attempt(1 + place % 3, 2 + place + 10 * sample)
        + "\n<explanation>The result is too large.</explanation>";
  }

  /** The transition phrase that a prompt asks for. */
  static String transition(String prompt) {
    Matcher transition = TRANSITION.matcher(prompt);
    if (!transition.find()) {
      throw new IllegalArgumentException("no transition in: " + prompt);
    }
    return transition.group(1);
  }

  private static String fix(WordProblem problem, String prefix, String prompt) {
    int wrong = wrongStep(prefix).orElseThrow();
    List<String> right = problem.steps(0, 0);
    return prefix
        + " "
        + transition(prompt)
        + " That result is off. "
        + String.join(" ", right.subList(wrong - 1, right.size()));
  }

  private static String restart(WordProblem problem, String prefix, String prompt) {
    int kept = problem.had() - problem.gave();
    int bought = problem.bags() * problem.each();
    return prefix
        + " "
        + transition(prompt)
        + " I take the gift off first. %d - %d = %d apples stay. The bags add %d * %d = %d apples."
            .formatted(problem.had(), problem.gave(), kept, problem.bags(), problem.each(), bought)
        + " Together that is %d + %d = %d. The answer is %d."
            .formatted(kept, bought, kept + bought, kept + bought);
  }

  private static String smooth(String thought) {
    return thought.replaceFirst(
        " The answer is (\\d+)\\.$", " And so I am done. The answer is $1.");
  }
}
