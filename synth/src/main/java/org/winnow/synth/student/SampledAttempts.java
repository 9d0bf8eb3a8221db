package org.winnow.synth.student;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.schemas.Seeds;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherAnswer;
import org.winnow.synth.teacher.TeacherFailure;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;

/**
 * What a student says to questions when it is asked several times.
 *
 * @param said attempts by the question's id, in the order of samples; an empty list for a question
 *     without one
 * @param unanswered samples without an answer, by reason
 */
public record SampledAttempts(Map<String, List<String>> said, Map<String, Integer> unanswered) {
  private static final String STEP = "attempts";

  /**
   * Asks a student.
   *
   * @param student a model, by the seam of teachers
   * @param parameters how it generates; each request gets a seed of its own, a hash of this one,
   *     the question's id and the sample's number
   * @param questions by id
   * @param samples how often each is asked, from 1
   */
  public static SampledAttempts of(
      Teacher student,
      GenerationParameters parameters,
      Map<String, String> questions,
      int samples) {
    List<TeacherRequest> requests = new ArrayList<>();
    questions.forEach(
        (id, question) -> {
          for (int sample = 0; sample < samples; sample++) {
            requests.add(request(id, question, parameters, sample));
          }
        });
    List<TeacherResult> results = student.answer(requests);
    Map<String, List<String>> said = new LinkedHashMap<>();
    questions.keySet().forEach(id -> said.put(id, new ArrayList<>()));
    Map<String, Integer> unanswered = new TreeMap<>();
    for (int i = 0; i < requests.size(); i++) {
      if (results.get(i) instanceof TeacherAnswer answer) {
        said.computeIfAbsent(requests.get(i).id(), id -> new ArrayList<>()).add(answer.text());
      } else if (results.get(i) instanceof TeacherFailure failure) {
        unanswered.merge(failure.kind().label(), 1, Integer::sum);
      }
    }
    return new SampledAttempts(said, unanswered);
  }

  private static TeacherRequest request(
      String id, String question, GenerationParameters parameters, int sample) {
    long bits = Seeds.bits(parameters.seed().orElse(0), STEP, id, "sample " + sample);
    return TeacherRequest.of(
            id,
            List.of(new Message(Role.USER, question)),
            parameters.withSeed(bits & Integer.MAX_VALUE)) // servers want it small and positive
        .withSample(sample);
  }
}
