package org.winnow.synth.lemma;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.synth.teacher.AnswerSchema;
import org.winnow.synth.teacher.TeacherRequest;

/** The requests of stages: one filled prompt each, as the only turn. */
final class StageRequests {
  private StageRequests() {}

  /**
   * A request for a free text.
   *
   * @param id what the request is called
   * @param prompt the prompt's name
   * @param values what it is filled with
   */
  static TeacherRequest text(
      LemmaSettings settings, String id, String prompt, Map<String, ?> values) {
    Message message = new Message(Role.USER, Prompts.fill(prompt, values));
    return TeacherRequest.of(id, List.of(message), settings.parameters());
  }

  /** The same where the teacher has to choose; the prompt says how to answer in the wanted form. */
  static TeacherRequest choice(
      LemmaSettings settings,
      String id,
      String prompt,
      Map<String, ?> values,
      AnswerSchema schema) {
    AnswerForm form = settings.form();
    Map<String, Object> withForm = new HashMap<>(values);
    withForm.put("form", Prompts.fill(prompt + "-as-" + form.label(), Map.of()));
    TeacherRequest request = text(settings, id, prompt, withForm);
    return switch (form) {
      case JSON -> request.withSchema(schema);
      case TEXT -> request;
    };
  }
}
