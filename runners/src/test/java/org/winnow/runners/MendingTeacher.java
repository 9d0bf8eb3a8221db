package org.winnow.runners;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a teacher answers to LEMMA's requests about {@link ApplesProblem}s, by rule, from what a
 * request says and nothing else. Fresh starts at problems with an even answer end in a wrong one.
 */
final class MendingTeacher {
  private static final Pattern SUM = Pattern.compile("(\\d+) ([-+*]) (\\d+) = (\\d+)");
  private static final Pattern TRANSITION =
      Pattern.compile("Go on with exactly these words: (.*)\n");

  private MendingTeacher() {}

  static String answer(JsonNode request) {
    String prompt = request.path("messages").path(0).path("content").asText();
    ApplesProblem problem = ApplesProblem.in(prompt);
    boolean isJson = request.has("response_format");
    if (prompt.contains("<line_of_thought>")) {
      return tag(prompt, "line_of_thought")
          .replace(" The answer is", " So I am done. The answer is");
    }
    if (prompt.contains("<unfinished_work>")) {
      String begun = tag(prompt, "unfinished_work") + " " + first(TRANSITION, prompt) + " ";
      return begun + (prompt.contains("starts afresh") ? restart(problem) : fix(problem, prompt));
    }
    if (prompt.startsWith("Play a student")) {
      int off = 2 + Math.floorMod(request.toString().hashCode(), 97);
      return problem.attempt(1 + off % 3, off) + "\n<explanation>Too many.</explanation>";
    }
    int step = wrongStep(tag(prompt, "attempt"));
    return prompt.contains("whose steps are numbered") ? locate(step, isJson) : classify(isJson);
  }

  private static String classify(boolean isJson) {
    return isJson
        ? "{\"reasoning\": \"\", \"verdict\": \"incorrect\", \"error_type\": \"calculation_error\"}"
        : "The solution is incorrect, the error type is calculation_error.";
  }

  private static String locate(int step, boolean isJson) {
    return isJson
        ? "{\"reasoning\": \"\", \"verdict\": \"incorrect\", \"step\": " + step + "}"
        : "The solution is incorrect, the first wrong step is step " + step + ".";
  }

  private static String fix(ApplesProblem problem, String prompt) {
    List<String> right = problem.steps(0, 0);
    int wrong = wrongStep(tag(prompt, "unfinished_work"));
    return "That result is off. " + String.join(" ", right.subList(wrong - 1, right.size()));
  }

  private static String restart(ApplesProblem problem) {
    int kept = problem.had() - problem.gave();
    int bought = problem.bags() * problem.each();
    int answer = problem.answer() + (problem.answer() % 2 == 0 ? 1 : 0);
    return "I take the gift off first. It is "
        + (problem.had() + " - " + problem.gave() + " = " + kept)
        + ". The bags add "
        + (problem.bags() + " * " + problem.each() + " = " + bought)
        + ". The answer is "
        + answer
        + ".";
  }

  /** The first step, from 1, whose calculation does not hold. */
  private static int wrongStep(String text) {
    Matcher sums = SUM.matcher(text);
    for (int step = 1; sums.find(); step++) {
      if (!holds(sums)) {
        return step;
      }
    }
    throw new IllegalArgumentException("no wrong calculation in: " + text);
  }

  private static boolean holds(Matcher sum) {
    int left = Integer.parseInt(sum.group(1));
    int right = Integer.parseInt(sum.group(3));
    int result =
        switch (sum.group(2)) {
          case "+" -> left + right;
          case "-" -> left - right;
          default -> left * right;
        };
    return result == Integer.parseInt(sum.group(4));
  }

  private static String tag(String prompt, String name) {
    return first(Pattern.compile("<" + name + ">\n(.*)\n</" + name + ">", Pattern.DOTALL), prompt);
  }

  private static String first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IllegalArgumentException("no " + pattern + " in: " + text);
    }
    return found.group(1);
  }
}
