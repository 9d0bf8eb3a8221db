package org.winnow.synth.lemma;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.winnow.synth.teacher.AnswerSchema;
import org.winnow.synth.teacher.TeacherRequest;

/** Of which type is the first error of an attempt? */
record ClassifyError(LemmaSettings settings) implements Stage<Attempt, WrongSolution> {
  private static final AnswerSchema SCHEMA =
      AnswerSchema.of(
          String.format(
              Locale.ROOT,
              """
              {"type": "object",
               "properties": {
                 "reasoning": {"type": "string"},
                 "verdict": {"enum": ["correct", "incorrect"]},
                 "error_type": {"enum": [%s, "none"]}},
               "required": ["reasoning", "verdict", "error_type"],
               "additionalProperties": false}
              """,
              Arrays.stream(ErrorType.values())
                  .map(type -> '"' + type.label() + '"')
                  .collect(Collectors.joining(", "))));

  @Override
  public LemmaStage name(Attempt attempt) {
    return LemmaStage.CLASSIFY;
  }

  @Override
  public TeacherRequest request(Attempt attempt) {
    MathProblem problem = attempt.candidate().problem();
    return StageRequests.choice(
        settings,
        attempt.id() + "/classify",
        "classify",
        Map.of(
            "types", Arrays.stream(ErrorType.values()).map(Prompts::described).toList(),
            "question", problem.question(),
            "solution", problem.solution(),
            "attempt", attempt.text()),
        SCHEMA);
  }

  @Override
  public Verdict<WrongSolution> judge(Attempt attempt, Exchange exchange) {
    return FindingReader.TYPE
        .read(settings.form(), exchange.answer())
        .fold(
            () -> Verdict.refuse(Reason.JUDGED_CORRECT, "expected an error, found none"),
            type ->
                Verdict.accept(
                    new WrongSolution(attempt.candidate().with(exchange), type, attempt.text())),
            () -> Verdict.refuse(Reason.UNREADABLE, "expected a verdict and the type of an error"));
  }
}
