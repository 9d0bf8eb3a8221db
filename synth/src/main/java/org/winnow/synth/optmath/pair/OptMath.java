package org.winnow.synth.optmath.pair;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.winnow.synth.optmath.NumberCoverage;
import org.winnow.synth.optmath.complexity.ComplexityWeights;
import org.winnow.synth.optmath.complexity.ParameterSearch;
import org.winnow.synth.optmath.complexity.SearchResult;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.NumberText;
import org.winnow.synth.optmath.pair.RejectedInstance.Step;
import org.winnow.synth.optmath.problems.ParameterRanges;
import org.winnow.synth.optmath.problems.ProblemInstance;
import org.winnow.synth.optmath.problems.SampledInstances;
import org.winnow.synth.optmath.solve.Engine;
import org.winnow.synth.optmath.solve.MilpSolver;

/**
 * Draws problems, solves them, has them put into words, has the words modelled, and keeps those
 * whose model was found again ({@link RejectionSampling}).
 *
 * <p>What becomes of an instance is a function of settings, its cell and number, and of what writer
 * and reader make of it; not of the share that it is in. Models whose solution runs out of time
 * (not of nodes) depend on the machine. Safe for use by several threads.
 *
 * <pre>{@code
 * OptMathSettings settings = OptMathSettings.of(20261123, 100);
 * OptMath optMath = new OptMath(settings);
 * for (Share share : settings.shares(64)) {
 *   store(optMath.make(share, new VerbaliserWriter(), new ClauseReader()).accepted());
 * }
 * }</pre>
 */
public final class OptMath {
  /** Share of instances that have to be solved for a choice of parameters, as published. */
  public static final double LEAST_OPTIMAL = 0.9;

  private final OptMathSettings settings;
  private final MilpSolver solver;
  private final RejectionSampling sampling;

  /** One search for each cell, however many shares it has. */
  private final Map<Cell, SearchResult> searches = new ConcurrentHashMap<>();

  /** Loads the solvers. */
  public OptMath(OptMathSettings settings) {
    this.settings = settings;
    solver = new MilpSolver(Engine.SCIP, settings.limits());
    sampling = new RejectionSampling(settings.seed(), settings.limits());
  }

  /**
   * Makes pairs of a share.
   *
   * @param writer puts its instances into words
   * @param reader makes models of the words
   * @throws org.winnow.synth.teacher.TeacherUnavailableException if writer or reader ask a teacher
   *     that cannot be asked
   */
  public ShareResult make(Share share, InstanceWriter writer, InstanceReader reader) {
    return make(share, writer, reader, this::search);
  }

  /**
   * The same with another search for the parameters of a cell that has a tier; it is asked once for
   * each cell.
   */
  public ShareResult make(
      Share share,
      InstanceWriter writer,
      InstanceReader reader,
      Function<Cell, SearchResult> searching) {
    Cell cell = share.cell();
    Optional<SearchResult> search =
        cell.tier().map(tier -> searches.computeIfAbsent(cell, searching));
    Optional<ParameterRanges> ranges =
        search.isPresent() ? search.get().ranges() : Optional.of(settings.rangesOf(cell.problem()));
    if (ranges.isEmpty()) {
      return new ShareResult(share, search, new TreeMap<>(), List.of(), List.of());
    }
    SampledInstances sampled =
        SampledInstances.draw(cell.problem(), ranges.get(), settings.seed(), share.ids(), solver);
    List<AcceptedPair> accepted = new ArrayList<>();
    List<RejectedInstance> rejected = new ArrayList<>();
    pair(writer, reader, sampled.accepted(), accepted, rejected);
    return new ShareResult(share, search, sampled.outcomes(), accepted, rejected);
  }

  private SearchResult search(Cell cell) {
    return new ParameterSearch(
            solver, ComplexityWeights.ONES, settings.samples(), LEAST_OPTIMAL, settings.seed())
        .find(cell.problem(), settings.rangesOf(cell.problem()), cell.tier().orElseThrow());
  }

  /** Has all instances put into words, then all words modelled, then goes through both in order. */
  private void pair(
      InstanceWriter writer,
      InstanceReader reader,
      List<ProblemInstance> instances,
      List<AcceptedPair> accepted,
      List<RejectedInstance> rejected) {
    List<Made<String>> texts = writer.write(instances);
    List<Optional<Flaw>> flaws = new ArrayList<>();
    List<WordedInstance> worded = new ArrayList<>();
    for (int i = 0; i < instances.size(); i++) {
      ProblemInstance instance = instances.get(i);
      Made<String> made = texts.get(i);
      flaws.add(made.flaw().or(() -> unsaid(instance, made.value().orElseThrow())));
      if (flaws.get(i).isEmpty()) {
        worded.add(new WordedInstance(instance, made.value().orElseThrow()));
      }
    }
    Iterator<Made<Model>> models = reader.read(worded).iterator();
    for (int i = 0; i < instances.size(); i++) {
      ProblemInstance instance = instances.get(i);
      Made<String> text = texts.get(i);
      if (flaws.get(i).isPresent()) {
        rejected.add(
            new RejectedInstance(
                instance, Step.WRITE, flaws.get(i).get(), text.value(), false, text.exchanges()));
      } else {
        judge(instance, text, models.next(), accepted, rejected);
      }
    }
  }

  /** A text without the numbers of the model cannot be modelled by anybody. */
  private static Optional<Flaw> unsaid(ProblemInstance instance, String text) {
    List<Double> missing = NumberCoverage.missing(instance.model(), text);
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Flaw(
                "number_not_said",
                "expected all numbers of the model, missing "
                    + missing.stream().map(NumberText::of).toList()));
  }

  private void judge(
      ProblemInstance instance,
      Made<String> text,
      Made<Model> read,
      List<AcceptedPair> accepted,
      List<RejectedInstance> rejected) {
    List<Exchange> exchanges =
        Stream.concat(text.exchanges().stream(), read.exchanges().stream()).toList();
    if (read.flaw().isPresent()) {
      rejected.add(
          new RejectedInstance(
              instance, Step.READ, read.flaw().get(), text.value(), false, exchanges));
      return;
    }
    Comparison comparison = sampling.compare(instance, read.value().orElseThrow());
    if (comparison.flaw().isPresent()) {
      rejected.add(
          new RejectedInstance(
              instance,
              Step.COMPARE,
              comparison.flaw().get(),
              text.value(),
              comparison.isHard(),
              exchanges));
    } else {
      accepted.add(
          new AcceptedPair(
              instance, text.value().orElseThrow(), comparison.perturbations(), exchanges));
    }
  }
}
