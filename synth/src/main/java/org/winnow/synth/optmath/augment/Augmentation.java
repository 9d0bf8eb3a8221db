package org.winnow.synth.optmath.augment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.winnow.synth.optmath.ask.Asking;
import org.winnow.synth.optmath.ask.Prose;
import org.winnow.synth.optmath.formulate.Formulation;
import org.winnow.synth.optmath.formulate.ProblemWords;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.pair.Flaw;
import org.winnow.synth.optmath.pair.Made;
import org.winnow.synth.optmath.solve.MilpSolver;
import org.winnow.synth.optmath.solve.Optima;
import org.winnow.synth.optmath.solve.Outcome;
import org.winnow.synth.optmath.solve.Solution;
import org.winnow.synth.prompt.Prompts;
import org.winnow.synth.teacher.TeacherRequest;

/**
 * A teacher changes problems by rules, one rule for each variant, drawn by hash of the seed, the
 * problem's id and the variant's number.
 *
 * <p>A new problem has no model to be held against. So two models are made of its words, apart from
 * each other; both have to be solved to optimality, with the same sense and the same optimum by
 * {@link Optima}. Flaws are {@code unchanged} (the original's words), {@code repeated} (those of an
 * earlier variant), those of {@link Prose}, of the formulation and of requests, {@code
 * not_optimal}, {@code other_sense} and {@code disagree}. A variant is asked for three times.
 *
 * @param asking who writes
 * @param formulation makes the models
 * @param solver solves them
 * @param variants of each problem, at least 1
 * @param seed the recipe's seed
 */
public record Augmentation(
    Asking asking, Formulation formulation, MilpSolver solver, int variants, long seed) {
  public Augmentation {
    if (variants < 1) {
      throw new IllegalArgumentException("variants must be >= 1, got " + variants);
    }
  }

  /** The variants of each problem, by problem and number. */
  public List<Made<Augmented>> augment(List<Original> originals) {
    List<Variant> all =
        originals.stream()
            .flatMap(
                original ->
                    IntStream.range(0, variants)
                        .mapToObj(
                            number ->
                                new Variant(
                                    original,
                                    number,
                                    AugmentationRules.drawn(seed, original.id(), number))))
            .toList();
    write(all);
    refuseKnown(all);
    solve(all.stream().filter(Variant::isOpen).toList());
    return all.stream().map(Variant::made).toList();
  }

  private void write(List<Variant> all) {
    List<Made<String>> texts = asking.ask("augment", all.stream().map(this::request).toList());
    for (int i = 0; i < all.size(); i++) {
      Variant one = all.get(i);
      one.add(texts.get(i));
      texts.get(i).value().ifPresent(one::say);
      if (one.isOpen()) {
        Prose.flaw(one.text()).ifPresent(one::refuse);
      }
    }
  }

  /** Two variants may be due to the same rule; the sample tells them apart. */
  private TeacherRequest request(Variant one) {
    String prompt =
        Prompts.fill(
            Augmentation.class,
            "augment",
            Map.of("rule", one.rule().text(), "text", one.original().text()));
    return asking.request(one.id() + "/augment", prompt).withSample(one.number());
  }

  private static void refuseKnown(List<Variant> all) {
    Set<List<String>> met = new HashSet<>();
    String original = "";
    for (Variant one : all) {
      if (!one.original().id().equals(original)) {
        original = one.original().id();
        met.clear();
      }
      if (one.isOpen() && words(one.text()).equals(words(one.original().text()))) {
        one.refuse(new Flaw("unchanged", "expected a new problem by " + one.rule().name()));
      } else if (one.isOpen() && !met.add(words(one.text()))) {
        one.refuse(new Flaw("repeated", "expected other words than those of an earlier variant"));
      }
    }
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private void solve(List<Variant> open) {
    List<ProblemWords> twice =
        open.stream()
            .flatMap(
                one ->
                    Stream.of(0, 1).map(sample -> new ProblemWords(one.id(), one.text(), sample)))
            .toList();
    List<Made<Model>> models = formulation.formulate(twice);
    for (int i = 0; i < open.size(); i++) {
      Variant one = open.get(i);
      one.add(models.get(2 * i));
      one.add(models.get(2 * i + 1));
      if (one.isOpen()) {
        judge(
            one,
            models.get(2 * i).value().orElseThrow(),
            models.get(2 * i + 1).value().orElseThrow());
      }
    }
  }

  private void judge(Variant one, Model first, Model second) {
    if (first.sense() != second.sense()) {
      one.refuse(
          new Flaw(
              "other_sense",
              "expected one sense, found " + first.sense() + " and " + second.sense()));
      return;
    }
    List<Solution> optima = new ArrayList<>();
    for (Model model : List.of(first, second)) {
      Outcome outcome = solver.solve(model);
      if (outcome.optimum().isEmpty()) {
        one.refuse(
            new Flaw("not_optimal", "expected an optimal solution, found " + outcome.label()));
        return;
      }
      optima.add(outcome.optimum().get());
    }
    double best = optima.get(0).objective();
    double other = optima.get(1).objective();
    if (!Optima.agree(other, best)) {
      one.refuse(new Flaw("disagree", "expected the optimum " + best + " twice, found " + other));
      return;
    }
    one.accept(
        new Augmented(one.id(), one.original().id(), one.rule(), one.text(), first, optima.get(0)));
  }
}
