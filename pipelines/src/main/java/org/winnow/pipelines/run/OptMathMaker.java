package org.winnow.pipelines.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.winnow.pipelines.recipe.OptMathSection;
import org.winnow.synth.optmath.complexity.SearchResult;
import org.winnow.synth.optmath.pair.Cell;
import org.winnow.synth.optmath.pair.ClauseReader;
import org.winnow.synth.optmath.pair.InstanceReader;
import org.winnow.synth.optmath.pair.InstanceWriter;
import org.winnow.synth.optmath.pair.OptMath;
import org.winnow.synth.optmath.pair.Share;
import org.winnow.synth.optmath.pair.ShareResult;
import org.winnow.synth.optmath.pair.VerbaliserWriter;
import org.winnow.synth.teacher.Teacher;

/**
 * Makes pairs of a share. A part is {@code {"cell", "first", "count"}}, where the cell is its place
 * among those of the recipe. Of a part come a line {@code {"cell", "share": {...}}} with what was
 * drawn, and a line {@code {"cell", "pair": row}} or {@code {"cell", "rejected": row}} for each
 * solved instance, the latter with a row under {@code benchmark} too if the instance is fit for it.
 */
final class OptMathMaker implements PartMaker {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final OptMathSection section;
  private final List<Cell> cells;

  /** Searches for the parameters of a cell once in this process. */
  private final OptMath optMath;

  OptMathMaker(OptMathSection section) {
    this.section = section;
    cells = section.settings().cells();
    optMath = new OptMath(section.settings());
  }

  /** The part of a share. */
  static String part(int cell, Share share) {
    return SynthesisFiles.object()
        .put("cell", cell)
        .put("first", share.first())
        .put("count", share.count())
        .toString();
  }

  @Override
  public List<String> make(String part, Teacher teacher) {
    JsonNode read = read(part);
    int place = read.path("cell").asInt();
    Cell cell = cells.get(place);
    Share share = new Share(cell, read.path("first").asInt(), read.path("count").asInt());
    ShareResult result = optMath.make(share, writer(), reader());
    List<String> lines = new ArrayList<>();
    lines.add(drawn(place, result));
    result
        .accepted()
        .forEach(
            pair -> lines.add(line(place, "pair", OptMathRows.accepted(cell, pair)).toString()));
    result
        .rejected()
        .forEach(
            left -> {
              ObjectNode line = line(place, "rejected", OptMathRows.rejected(left));
              if (left.isHard()) {
                line.set("benchmark", OptMathRows.benchmark(cell, left));
              }
              lines.add(line.toString());
            });
    return lines;
  }

  /** Who puts instances into words. */
  private InstanceWriter writer() {
    return switch (section.text()) {
      case VERBALISER -> new VerbaliserWriter();
    };
  }

  /** Who makes models of words. */
  private InstanceReader reader() {
    return switch (section.model()) {
      case VERBALISER -> new ClauseReader();
    };
  }

  private static String drawn(int place, ShareResult result) {
    ObjectNode share = SynthesisFiles.object().put("asked", result.share().count());
    result
        .search()
        .filter(search -> search.ranges().isPresent())
        .ifPresent(search -> share.put("factor", factor(search)));
    ObjectNode outcomes = share.putObject("outcomes");
    result.outcomes().forEach(outcomes::put);
    return line(place, "share", share).toString();
  }

  /** The last choice is the accepted one. */
  private static double factor(SearchResult search) {
    return search.trials().get(search.trials().size() - 1).factor();
  }

  private static ObjectNode line(int cell, String key, ObjectNode value) {
    ObjectNode line = SynthesisFiles.object().put("cell", cell);
    line.set(key, value);
    return line;
  }

  /** Reads what this class wrote. */
  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("expected the JSON of a part", e);
    }
  }

  @Override
  public void close() {
    // Solvers hold nothing between two models.
  }
}
