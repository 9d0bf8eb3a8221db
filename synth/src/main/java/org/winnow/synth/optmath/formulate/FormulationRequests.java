package org.winnow.synth.optmath.formulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.winnow.schemas.RandomBits;
import org.winnow.schemas.Seeds;
import org.winnow.synth.optmath.ask.Asking;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.pair.Made;
import org.winnow.synth.prompt.Prompts;
import org.winnow.synth.teacher.AnswerSchema;
import org.winnow.synth.teacher.TeacherRequest;

/**
 * Asks for models, in one of several wordings, drawn by hash of the seed, the problem's id and the
 * sample.
 *
 * @param form name of the prompt that says how to answer
 */
record FormulationRequests(Asking asking, long seed, String form, Optional<AnswerSchema> schema) {
  private static final List<String> WORDINGS =
      Prompts.lines(FormulationRequests.class, "wordings.txt");

  /** Reads an answer. */
  interface Reader {
    Model read(String answer) throws NoModelException;
  }

  List<Made<Model>> models(List<ProblemWords> problems, Reader reader) {
    List<Made<Model>> models = new ArrayList<>();
    for (Made<String> answer :
        asking.ask("formulate", problems.stream().map(this::request).toList())) {
      models.add(model(answer, reader));
    }
    return models;
  }

  private static Made<Model> model(Made<String> answer, Reader reader) {
    if (answer.flaw().isPresent()) {
      return Made.not(answer.flaw().get(), answer.exchanges());
    }
    try {
      return Made.of(reader.read(answer.value().orElseThrow()), answer.exchanges());
    } catch (NoModelException e) {
      return Made.not(e.flaw(), answer.exchanges());
    }
  }

  private TeacherRequest request(ProblemWords problem) {
    long bits = Seeds.bits(seed, "optmath.formulate", problem.id(), "wording " + problem.sample());
    String prompt =
        Prompts.fill(
            FormulationRequests.class,
            "formulate",
            Map.of(
                "wording", WORDINGS.get(new RandomBits(bits).below(WORDINGS.size())),
                "text", problem.text(),
                "form", Prompts.text(FormulationRequests.class, form)));
    TeacherRequest request =
        asking
            .request(problem.id() + "/formulate/" + problem.sample(), prompt)
            .withSample(problem.sample());
    return schema.map(request::withSchema).orElse(request);
  }
}
