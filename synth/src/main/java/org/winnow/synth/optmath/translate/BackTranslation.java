package org.winnow.synth.optmath.translate;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.winnow.schemas.RandomBits;
import org.winnow.schemas.Seeds;
import org.winnow.synth.optmath.ask.Asking;
import org.winnow.synth.optmath.format.LpWriter;
import org.winnow.synth.optmath.pair.InstanceWriter;
import org.winnow.synth.optmath.pair.Made;
import org.winnow.synth.optmath.problems.ProblemInstance;
import org.winnow.synth.prompt.Prompts;
import org.winnow.synth.teacher.TeacherRequest;

/**
 * A teacher writes the story of a model in a domain of its own, criticises it and refines it (the
 * first half of the paper's algorithm 2).
 *
 * <p>A round is a critique and, if there is something to mend, a refinement; numbers that the text
 * lacks are to be mended whatever the critique says. The last text must have all numbers ({@code
 * number_not_said}) and be prose ({@link org.winnow.synth.optmath.ask.Prose}). A verdict that
 * cannot be read is {@code unreadable_verdict}; a failed request is the flaw, and no other text
 * takes its place. An instance is asked for 1 + 2 rounds times at most; all are asked together, and
 * none depends on the others.
 *
 * @param asking whom to ask
 * @param rounds most rounds, from 0; the paper uses 1
 * @param seed the recipe's seed
 */
public record BackTranslation(Asking asking, int rounds, long seed) implements InstanceWriter {
  /** Where stories play. */
  private static final List<String> DOMAINS = Prompts.lines(BackTranslation.class, "domains.txt");

  public BackTranslation {
    if (rounds < 0) {
      throw new IllegalArgumentException("rounds must be >= 0, got " + rounds);
    }
  }

  @Override
  public List<Made<String>> write(List<ProblemInstance> instances) {
    List<Translation> all = instances.stream().map(Translation::new).toList();
    ask("generate", all, this::generation, Translation::say);
    for (int round = 1; round <= rounds; round++) {
      int number = round;
      ask("criticise", open(all), one -> critique(one, number), Translation::criticised);
      ask("refine", open(all), one -> refinement(one, number), Translation::say);
    }
    return all.stream().map(Translation::made).toList();
  }

  private static List<Translation> open(List<Translation> all) {
    return all.stream().filter(Translation::isOpen).toList();
  }

  private void ask(
      String step,
      List<Translation> open,
      Function<Translation, TeacherRequest> request,
      BiConsumer<Translation, String> hear) {
    List<Made<String>> answers = asking.ask(step, open.stream().map(request).toList());
    for (int i = 0; i < open.size(); i++) {
      Translation one = open.get(i);
      one.add(answers.get(i));
      answers.get(i).value().ifPresent(text -> hear.accept(one, text));
    }
  }

  private TeacherRequest generation(Translation one) {
    return request(
        one,
        "generate",
        "generate",
        Map.of(
            "formulation", one.instance().problem().formulation(),
            "lp", LpWriter.write(one.instance().model()),
            "domain", domain(one.instance())));
  }

  private TeacherRequest critique(Translation one, int round) {
    return request(
            one,
            "criticise/" + round,
            "criticise",
            Map.of("lp", LpWriter.write(one.instance().model()), "text", one.text()))
        .withSchema(Critique.SCHEMA);
  }

  private TeacherRequest refinement(Translation one, int round) {
    return request(
        one,
        "refine/" + round,
        "refine",
        Map.of(
            "formulation", one.instance().problem().formulation(),
            "lp", LpWriter.write(one.instance().model()),
            "text", one.text(),
            "issues", one.issues()));
  }

  private TeacherRequest request(
      Translation one, String what, String prompt, Map<String, ?> values) {
    return asking.request(
        name(one.instance()) + "/" + what, Prompts.fill(BackTranslation.class, prompt, values));
  }

  private String domain(ProblemInstance instance) {
    long bits = Seeds.bits(seed, "optmath.translate", name(instance), "domain");
    return DOMAINS.get(new RandomBits(bits).below(DOMAINS.size()));
  }

  private static String name(ProblemInstance instance) {
    return instance.problem().name() + "/" + instance.id();
  }
}
