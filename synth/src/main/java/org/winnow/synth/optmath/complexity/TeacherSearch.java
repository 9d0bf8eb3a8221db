package org.winnow.synth.optmath.complexity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.winnow.synth.optmath.ask.Asking;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.pair.Flaw;
import org.winnow.synth.optmath.pair.Made;
import org.winnow.synth.optmath.problems.Parameter;
import org.winnow.synth.optmath.problems.ParameterRanges;
import org.winnow.synth.optmath.problems.ProblemClass;
import org.winnow.synth.optmath.solve.MilpSolver;
import org.winnow.synth.prompt.Prompts;
import org.winnow.synth.teacher.TeacherRequest;

/**
 * Algorithm 1 of the paper: a teacher chooses ranges, and is told what came of them. Ranges are
 * accepted as {@link ParameterSearch} accepts them. An answer that is no ranges costs a round and
 * is told, too; a failed request ends the search.
 *
 * @param asking whom to ask
 * @param solver solves the instances, and has the limits
 * @param weights of the complexity
 * @param samples instances for each choice, at least 1
 * @param leastOptimal least share of the instances that have to be solved, in [0, 1]
 * @param rounds most choices, at least 1
 * @param seed the recipe's seed
 */
public record TeacherSearch(
    Asking asking,
    MilpSolver solver,
    ComplexityWeights weights,
    int samples,
    double leastOptimal,
    int rounds,
    long seed) {
  /** Rounds of the published code. */
  public static final int STANDARD_ROUNDS = 5;

  public TeacherSearch {
    if (samples < 1) {
      throw new IllegalArgumentException("samples must be >= 1, got " + samples);
    }
    if (!(leastOptimal >= 0 && leastOptimal <= 1)) {
      throw new IllegalArgumentException("leastOptimal must be in [0, 1], got " + leastOptimal);
    }
    if (rounds < 1) {
      throw new IllegalArgumentException("rounds must be >= 1, got " + rounds);
    }
  }

  /** Looks for parameters of a class. */
  public TeacherSearchResult find(ProblemClass problem, Tier tier) {
    RangesReader reader = new RangesReader(problem.parameters());
    List<Made<MeasuredRanges>> trials = new ArrayList<>();
    String feedback = "";
    while (trials.size() < rounds) {
      TeacherRequest request = request(problem, tier, feedback, trials.size(), reader);
      Made<String> answer = asking.ask("parameters", List.of(request)).get(0);
      if (answer.flaw().isPresent()) {
        trials.add(Made.not(answer.flaw().get(), answer.exchanges()));
        break;
      }
      String said = answer.value().orElseThrow();
      Made<MeasuredRanges> trial = measured(problem, tier, reader.read(said, answer.exchanges()));
      trials.add(trial);
      if (trial.value().isPresent() && isAccepted(trial.value().get(), tier)) {
        return new TeacherSearchResult(Optional.of(trial.value().get().ranges()), trials);
      }
      feedback = feedback(said, trial);
    }
    return new TeacherSearchResult(Optional.empty(), trials);
  }

  private boolean isAccepted(MeasuredRanges measured, Tier tier) {
    return tier.contains(measured.meanScore())
        && measured.outcomes().getOrDefault("optimal", 0)
            >= ParameterSearch.needed(leastOptimal, samples);
  }

  private Made<MeasuredRanges> measured(
      ProblemClass problem, Tier tier, Made<ParameterRanges> read) {
    if (read.flaw().isPresent()) {
      return Made.not(read.flaw().get(), read.exchanges());
    }
    ParameterRanges ranges = read.value().orElseThrow();
    List<Model> models;
    try {
      models =
          IntStream.range(0, samples)
              .mapToObj(i -> problem.model(problem.draw(ranges, seed, "search-" + i)))
              .toList();
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Made.not(
          new Flaw("not_drawn", "expected ranges with which instances can be drawn: " + e),
          read.exchanges());
    }
    double[] scores =
        models.stream().mapToDouble(model -> weights.score(ModelShape.of(model))).toArray();
    double mean = IntStream.range(0, samples).mapToDouble(i -> scores[i]).sum() / samples;
    double variance =
        IntStream.range(0, samples).mapToDouble(i -> Math.pow(scores[i] - mean, 2)).sum() / samples;
    SortedMap<String, Integer> outcomes = new TreeMap<>();
    if (tier.contains(mean)) {
      models.forEach(model -> outcomes.merge(solver.solve(model).label(), 1, Integer::sum));
    }
    return Made.of(
        new MeasuredRanges(ranges, mean, Math.sqrt(variance), outcomes), read.exchanges());
  }

  private TeacherRequest request(
      ProblemClass problem, Tier tier, String feedback, int round, RangesReader reader) {
    String prompt =
        Prompts.fill(
            TeacherSearch.class,
            "search",
            Map.of(
                "formulation", problem.formulation(),
                "parameters",
                    problem.parameters().parameters().stream()
                        .map(TeacherSearch::described)
                        .toList(),
                "weights", described(weights),
                "least", decimal(tier.least()),
                "most", decimal(tier.most()),
                "samples", samples,
                "share", decimal(100 * leastOptimal),
                "feedback", feedback));
    return asking
        .request(problem.name() + "/parameters/" + round, prompt)
        .withSchema(reader.schema())
        .withSample(round);
  }

  private static Map<String, Object> described(Parameter parameter) {
    return Map.of(
        "name", parameter.name(),
        "kind", parameter.kind() == Parameter.Kind.SIZE ? "size of a set" : "number of the data",
        "low", parameter.low(),
        "high", parameter.high(),
        "least", RangesReader.least(parameter),
        "most", RangesReader.most(parameter));
  }

  private static Map<String, String> described(ComplexityWeights weights) {
    return Map.of(
        "binary", decimal(weights.binary()),
        "integer", decimal(weights.integer()),
        "continuous", decimal(weights.continuous()),
        "linear", decimal(weights.linear()),
        "big_m", decimal(weights.bigM()),
        "terms", decimal(weights.terms()));
  }

  private static String feedback(String said, Made<MeasuredRanges> trial) {
    return trial
        .value()
        .map(
            measured ->
                Prompts.fill(
                    TeacherSearch.class,
                    "feedback",
                    Map.of(
                        "said", said,
                        "mean", decimal(measured.meanScore()),
                        "spread", decimal(measured.spread()),
                        "outcomes", measured.outcomes())))
        .orElseGet(
            () ->
                "Your last answer could not be used: "
                    + trial.flaw().map(Flaw::evidence).orElse(""));
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.2f", number);
  }
}
