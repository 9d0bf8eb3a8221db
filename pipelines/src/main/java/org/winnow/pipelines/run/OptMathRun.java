package org.winnow.pipelines.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.recipe.OptMathSection;
import org.winnow.synth.optmath.pair.Cell;
import org.winnow.synth.optmath.pair.OptMathSettings;
import org.winnow.synth.optmath.pair.Share;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.TeacherSettings;
import org.winnow.synth.teacher.TeacherUnavailableException;

/**
 * Pairs of OptMATH, see {@link OptMathRows}. What was read as another problem is in {@code
 * benchmark/test.jsonl}, beside the dataset, so that nobody trains on it by mistake; the table is
 * {@code optmath.json}.
 */
final class OptMathRun implements DivisibleMethod {
  /** The folder of what is not to be trained on. */
  static final String BENCHMARK = "benchmark";

  /** Instances in a part. */
  private static final int TOGETHER = 32;

  private final OptMathSection section;
  private final AnswerSource source;

  OptMathRun(OptMathSection section, AnswerSource source) {
    this.section = section;
    this.source = source;
  }

  @Override
  public List<String> parts() {
    List<Cell> cells = section.settings().cells();
    List<String> parts = new ArrayList<>();
    for (Share share : section.settings().shares(TOGETHER)) {
      parts.add(OptMathMaker.part(cells.indexOf(share.cell()), share));
    }
    return parts;
  }

  @Override
  public PartMaker maker(AnswerSource answers) {
    return new OptMathMaker(section);
  }

  @Override
  public AnswerSource source() {
    return source;
  }

  /** Accepted pairs first, so that no text of the dataset is in the benchmark. */
  @Override
  public SynthesisReport finish(List<List<String>> made, SynthesisFiles files) throws IOException {
    List<JsonNode> lines = made.stream().flatMap(List::stream).map(OptMathMaker::read).toList();
    OptMathTable table = new OptMathTable(section.settings().cells());
    Map<String, String> texts = new HashMap<>();
    List<ObjectNode> pairs = new ArrayList<>();
    List<ObjectNode> benchmark = new ArrayList<>();
    List<ObjectNode> rejected = new ArrayList<>();
    for (JsonNode line : lines) {
      int cell = line.path("cell").asInt();
      if (line.path("share") instanceof ObjectNode share) {
        table.draw(cell, share);
      } else if (line.path("pair") instanceof ObjectNode pair) {
        Optional<ObjectNode> repeat = repeat(pair, texts);
        if (repeat.isPresent()) {
          rejected.add(repeat.get());
          table.reject(cell, repeat.get());
        } else {
          pairs.add(pair);
          table.accept(cell, pair);
        }
      }
    }
    for (JsonNode line : lines) {
      int cell = line.path("cell").asInt();
      if (line.path("rejected") instanceof ObjectNode left) {
        rejected.add(left);
        table.reject(cell, left);
      }
      if (line.path("benchmark") instanceof ObjectNode hard && repeat(hard, texts).isEmpty()) {
        benchmark.add(hard);
        table.keepForBenchmark(cell);
      }
    }
    if (pairs.isEmpty() && benchmark.isEmpty()) {
      TeacherUnavailableException.checkNothingMade(
          rejected.stream().map(row -> row.path("reason").asText()).toList());
    }
    files.write(pairs, rejected, "optmath.json", table.json());
    files.writeBeside(BENCHMARK, "test", benchmark);
    return table.report();
  }

  /** A rejection, if another row has the same words; else the words are remembered. */
  private static Optional<ObjectNode> repeat(ObjectNode row, Map<String, String> texts) {
    String candidate = row.at("/meta/candidate").asText();
    @Nullable String other = texts.putIfAbsent(row.at("/messages/0/content").asText(), candidate);
    return Optional.ofNullable(other)
        .map(
            first ->
                OptMathRows.rejection(
                    "compare",
                    "duplicate_text",
                    "expected a text that no other instance has, found that of " + first,
                    candidate));
  }

  @Override
  public int workers() {
    return section.workers();
  }

  @Override
  public SynthesisForecast forecast(TeacherSettings settings, AnswerCache cache) {
    OptMathSettings told = section.settings();
    OptMathForecast forecast = OptMathForecast.of(section, settings, cache);
    return new SynthesisForecast(
        String.format(
            Locale.ROOT,
            "%,d instances over %,d classes%s",
            told.instances(),
            told.classes().size(),
            told.tiers().isEmpty()
                ? ""
                : String.format(Locale.ROOT, " in %,d tiers", told.tiers().size())),
        String.format(
            Locale.ROOT, "none; models are solved in this process, %,d cells", told.cells().size()),
        forecast.first(),
        section.asks() ? "one for each instance that has an optimum" : "since nobody is asked",
        forecast.most(),
        forecast.how());
  }
}
