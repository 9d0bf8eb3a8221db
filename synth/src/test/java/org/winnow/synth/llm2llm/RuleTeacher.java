package org.winnow.synth.llm2llm;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.synth.teacher.AnswerReader;
import org.winnow.synth.teacher.PriceList;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;

/**
 * A teacher that knows problems of one form, "WHO has A THING and gets B more. How many?", and
 * answers by rule, so that right and wrong can be known. A test may put something else in place of
 * an answer.
 */
final class RuleTeacher implements Teacher {
  static final Pattern PROBLEM =
      Pattern.compile("(\\w+) has (\\d+) (\\w+) and gets (\\d+) more\\. How many now\\?");
  private static final Pattern COUNT = Pattern.compile("Write (\\d+) ");
  private static final AnswerReader READER = new AnswerReader(PriceList.NONE);

  private final BiFunction<TeacherRequest, String, String> change;
  final List<TeacherRequest> asked = Collections.synchronizedList(new ArrayList<>());

  /**
   * A teacher.
   *
   * @param change gets a request and the answer by rule, and gives the answer
   */
  RuleTeacher(BiFunction<TeacherRequest, String, String> change) {
    this.change = change;
  }

  static boolean writesItems(TeacherRequest request) {
    return request.messages().get(0).role() == Role.SYSTEM;
  }

  @Override
  public List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener) {
    List<TeacherResult> results = new ArrayList<>();
    for (TeacherRequest request : requests) {
      asked.add(request);
      String text = change.apply(request, writesItems(request) ? items(request) : solve(request));
      TeacherResult result = READER.read(request, completion(text), 1);
      listener.hear(results.size(), result);
      results.add(result);
    }
    return results;
  }

  private static String completion(String text) {
    try {
      return "{\"choices\": [{\"message\": {\"role\": \"assistant\", \"content\": "
          + new ObjectMapper().writeValueAsString(text)
          + "}, \"finish_reason\": \"stop\"}]}";
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** New items, numbered on from those that the request shows: a function of the request alone. */
  private static String items(TeacherRequest request) {
    String last = request.messages().get(request.messages().size() - 1).content();
    Matcher count = COUNT.matcher(last);
    int wanted = count.find() ? Integer.parseInt(count.group(1)) : 1;
    int known = 0;
    for (Message message : request.messages()) {
      known +=
          message.role() == Role.ASSISTANT
              ? message.content().split("Question:", -1).length - 1
              : 0;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= wanted; i++) {
      int n = known + i;
      int first = 10 * Math.abs(request.id().hashCode() % 90) + n;
      text.append(i).append(". Question: ");
      text.append(question(request.id() + "x" + n, first, "w" + n, n)).append('\n');
      text.append("Answer: ").append(solution(first, n)).append('\n');
    }
    return text.toString();
  }

  static String question(String who, int first, String thing, int more) {
    return who + " has " + first + " " + thing + " and gets " + more + " more. How many now?";
  }

  static String solution(int first, int more) {
    int sum = first + more;
    return "There are "
        + first
        + "+"
        + more
        + "=<<"
        + first
        + "+"
        + more
        + "="
        + sum
        + ">>"
        + sum
        + ".\n#### "
        + sum;
  }

  private static String solve(TeacherRequest request) {
    return solve(request.messages().get(0).content());
  }

  static String solve(String question) {
    Matcher problem = PROBLEM.matcher(question);
    if (!problem.find()) {
      return "I do not know.";
    }
    return solution(Integer.parseInt(problem.group(2)), Integer.parseInt(problem.group(4)));
  }

  @Override
  public void close() {
    // holds nothing
  }
}
