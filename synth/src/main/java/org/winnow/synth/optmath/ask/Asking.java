package org.winnow.synth.optmath.ask;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.synth.optmath.pair.Exchange;
import org.winnow.synth.optmath.pair.Flaw;
import org.winnow.synth.optmath.pair.Made;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.RequestKey;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherAnswer;
import org.winnow.synth.teacher.TeacherFailure;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;

/**
 * Whom to ask, and how.
 *
 * @param teacher who is asked; is not closed here
 * @param parameters how it generates
 */
public record Asking(Teacher teacher, GenerationParameters parameters) {
  public Asking {
    requireNonNull(teacher, "teacher is null");
    requireNonNull(parameters, "parameters is null");
  }

  /** A request for a free text, with one turn. */
  public TeacherRequest request(String id, String prompt) {
    return TeacherRequest.of(id, List.of(new Message(Role.USER, prompt)), parameters);
  }

  /**
   * The answers to some requests, in order, each with its exchange. A request that failed is a flaw
   * with the failure's label and no exchange.
   *
   * @param step what they are for, in snake_case
   */
  public List<Made<String>> ask(String step, List<TeacherRequest> requests) {
    if (requests.isEmpty()) {
      return List.of();
    }
    List<TeacherResult> results = teacher.answer(requests);
    List<Made<String>> made = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      made.add(made(step, requests.get(i), results.get(i)));
    }
    return made;
  }

  private static Made<String> made(String step, TeacherRequest request, TeacherResult result) {
    if (result instanceof TeacherFailure failure) {
      return Made.not(new Flaw(failure.kind().label(), step + ": " + failure.message()), List.of());
    }
    String text = ((TeacherAnswer) result).text();
    return Made.of(text, List.of(new Exchange(step, RequestKey.of(request), text)));
  }
}
