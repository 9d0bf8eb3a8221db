package org.winnow.pipelines.steps;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.winnow.pipelines.recipe.Mappings;
import org.winnow.pipelines.recipe.RecipeNode;
import org.winnow.schemas.format.Mapping;
import org.winnow.transforms.hygiene.BenchmarkCheck;
import org.winnow.transforms.hygiene.ContaminationRule;
import org.winnow.transforms.hygiene.ContaminationRule.Preset;
import org.winnow.transforms.hygiene.Decontaminate;
import org.winnow.transforms.hygiene.Decontaminate.Action;
import org.winnow.transforms.hygiene.SamplePart;
import org.winnow.transforms.read.InputFile;

/**
 * {@code decontaminate}: finds rows that repeat test rows of benchmarks.
 *
 * @param benchmarks where the test rows are
 * @param rule when a row is hit
 * @param action what happens to it
 */
record DecontaminateStep(List<Benchmark> benchmarks, ContaminationRule rule, Action action)
    implements StepSpec {
  private static final int LONGEST_NGRAM = 1000;

  static final StepType TYPE =
      new StepType(
          "decontaminate",
          "Drops or tags rows that repeat test rows of benchmarks: those that share enough runs of"
              + " words with one of them, after Unicode, case and punctuation are made equal.",
          List.of(
              new OptionDoc(
                  "benchmarks",
                  "list of {name: NAME, path: FILE, GLOB OR FOLDER}, with shape or columns as for an"
                      + " input",
                  "",
                  "The test rows, relative to the recipe. They need no answer: a row with nothing but"
                      + " question, prompt or instruction will do, or {columns: {prompt: problem}}."
                      + " They are compared with and never become output; of rows that cannot be"
                      + " read the rejections tell."),
              new OptionDoc(
                  "preset",
                  "tulu_8gram, gpt3_13gram or datatrove_12gram",
                  "tulu_8gram",
                  "What the other options are where they are left out. tulu_8gram: ngram 8, coverage"
                      + " 50%, of prompt, against prompt. gpt3_13gram: 13, 0%, sample, prompt."
                      + " datatrove_12gram: 12, 0%, sample, sample."),
              new OptionDoc(
                  "ngram",
                  "a whole number from 1",
                  "that of the preset",
                  "Words of a run. A test row whose messages are all shorter is hit by a row that"
                      + " has the same words as a whole."),
              new OptionDoc(
                  "coverage",
                  "a share from 0% to below 100%",
                  "that of the preset",
                  "A row is hit if more than this of a test row's words lie in runs that both have;"
                      + " at 0% one shared run is enough."),
              new OptionDoc(
                  "of",
                  "prompt, response or sample",
                  "that of the preset",
                  "The part of the rows that is searched. Prompts by default, as Tulu does: what"
                      + " leaks are questions, and answers to other questions share phrases."),
              new OptionDoc(
                  "against",
                  "prompt, response or sample",
                  "that of the preset",
                  "The part of the test rows that is searched for."),
              new OptionDoc(
                  "action",
                  "drop or tag",
                  "drop",
                  "Whether rows that are hit leave, or all rows stay and get "
                      + Decontaminate.COVERAGE
                      + ", from 0 to 1: the greatest share of a test row that the row covers. With tag"
                      + " the meta of a row that is hit gets a field of the step's name: benchmark,"
                      + " file, row, covered_words, words, span.")),
          "decontaminate: {benchmarks: [{name: gsm8k, path: benchmarks/gsm8k}]}",
          DecontaminateStep::read);

  /**
   * One benchmark.
   *
   * @param where its place in the recipe
   * @param name what reports call it
   * @param target its files
   */
  private record Benchmark(String where, String name, Target target) {
    static Benchmark read(RecipeNode item) {
      item.expectMapping("a mapping such as {name: gsm8k, path: benchmarks/gsm8k}");
      item.allowKeys("name", "path", "shape", "columns");
      return new Benchmark(
          item.path(),
          item.get("name").text("a name of the benchmark"),
          new Target(
              item.get("path").text("the path of a file, a glob or a folder"),
              Mappings.readWithoutAnswers(item)));
    }

    /** The files, with the benchmark's name as their domain; notes problems. */
    List<InputFile> files(SamplePart part, PlanContext context) {
      List<InputFile> files =
          target.files(where + ".path", context).stream()
              .map(
                  file ->
                      new InputFile(
                          file.path(),
                          file.name(),
                          name,
                          new Mapping(file.mapping().candidates(), "", false),
                          file.bytes(),
                          file.maxRows()))
              .toList();
      try {
        if (!files.isEmpty()) {
          BenchmarkCheck.problem(files, part)
              .ifPresent(
                  problem ->
                      context
                          .problems()
                          .add(where + ".path", target.written() + " is no benchmark: " + problem));
        }
      } catch (IOException e) {
        context.problems().add(where + ".path", "cannot read " + target.written() + ": " + e);
      }
      return files;
    }
  }

  private static StepSpec read(RecipeNode body) {
    body.expectMapping("a mapping such as {benchmarks: [{name: gsm8k, path: benchmarks/gsm8k}]}");
    body.allowKeys(TYPE.options().stream().map(OptionDoc::name).toArray(String[]::new));
    RecipeNode list = body.get("benchmarks");
    List<RecipeNode> items = list.items("benchmarks");
    if (items.isEmpty() && list.isList()) {
      list.problem("expected at least one benchmark");
    }
    List<Benchmark> benchmarks = new ArrayList<>();
    for (RecipeNode item : items) {
      Benchmark benchmark = Benchmark.read(item);
      if (benchmarks.stream().anyMatch(b -> b.name().equals(benchmark.name()))) {
        item.problem("benchmark '" + benchmark.name() + "' is listed twice");
      }
      benchmarks.add(benchmark);
    }
    return new DecontaminateStep(
        List.copyOf(benchmarks), rule(body), body.get("action").oneOfOr(Action.DROP, Action.class));
  }

  private static ContaminationRule rule(RecipeNode body) {
    ContaminationRule preset = body.get("preset").oneOfOr(Preset.TULU_8GRAM, Preset.class).rule();
    BigDecimal coverage = body.get("coverage").percentOr(preset.coveragePercent());
    if (coverage.compareTo(BigDecimal.valueOf(100)) >= 0) {
      body.get("coverage").problem("expected less than 100%, no row can cover more than all words");
      coverage = preset.coveragePercent();
    }
    return new ContaminationRule(
        (int) body.get("ngram").wholeOr(preset.ngram(), 1, LONGEST_NGRAM),
        coverage,
        body.get("of").oneOfOr(preset.of(), SamplePart.class),
        body.get("against").oneOfOr(preset.against(), SamplePart.class));
  }

  @Override
  public Optional<PreparedStep> prepare(String where, String label, PlanContext context) {
    List<InputFile> files =
        benchmarks.stream()
            .flatMap(benchmark -> benchmark.files(rule.against(), context).stream())
            .toList();
    return Optional.of(
        new PreparedStep(
            label,
            (action == Action.DROP ? "drop" : "tag")
                + " rows that share runs of "
                + rule.ngram()
                + " words with "
                + benchmarks.stream().map(Benchmark::name).collect(Collectors.joining(", "))
                + ", more than "
                + rule.coveragePercent().toPlainString()
                + "% of a test row's words",
            action == Action.TAG ? List.of(Decontaminate.COVERAGE) : List.of(),
            List.of(),
            List.of(),
            files,
            RowForecast.unchanged(action == Action.TAG),
            false,
            new Decontaminate(label, rule, files, action)));
  }
}
