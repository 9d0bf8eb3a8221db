package org.winnow.synth.llm2llm;

import java.util.List;
import org.winnow.schemas.Seeds;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.TeacherRequest;

/** What a teacher is asked in one round. */
record ItemRequests(TaskTemplate task, Llm2LlmOptions options, int round) {
  /**
   * The request for items like a seed.
   *
   * @param known questions that were already accepted for it
   * @param missing items that it still needs, from 1
   * @param attempt from 1
   */
  TeacherRequest of(Item seed, List<String> known, int missing, int attempt) {
    // One more with each attempt: a teacher that fails to write one may succeed among several.
    int count = Math.min(missing + attempt - 1, Math.max(missing, options.mostItemsAtOnce()));
    return TeacherRequest.of(
        seed.id(), task.request(seed, known, count), parameters(seed, attempt));
  }

  /** The request for a second answer to a new question. */
  TeacherRequest confirmation(Item seed, String question) {
    return TeacherRequest.of(seed.id(), task.question(question), options.parameters());
  }

  /** A seed of its own for each request: equal questions of two rounds get two answers. */
  private GenerationParameters parameters(Item seed, int attempt) {
    GenerationParameters parameters = options.parameters();
    long bits =
        Seeds.bits(
            parameters.seed().orElse(0),
            "llm2llm",
            seed.id(),
            "round " + round + " attempt " + attempt);
    return parameters.withSeed(bits & Integer.MAX_VALUE); // servers want it small and positive
  }
}
