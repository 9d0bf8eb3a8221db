package org.winnow.pipelines.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.winnow.pipelines.recipe.OptMathSection;
import org.winnow.synth.optmath.ask.Asking;
import org.winnow.synth.optmath.augment.Augmentation;
import org.winnow.synth.optmath.augment.Augmented;
import org.winnow.synth.optmath.augment.Original;
import org.winnow.synth.optmath.complexity.ComplexityWeights;
import org.winnow.synth.optmath.complexity.SearchResult;
import org.winnow.synth.optmath.complexity.TeacherSearch;
import org.winnow.synth.optmath.complexity.TeacherSearchResult;
import org.winnow.synth.optmath.formulate.Formulation;
import org.winnow.synth.optmath.formulate.JsonFormulation;
import org.winnow.synth.optmath.formulate.LpFormulation;
import org.winnow.synth.optmath.pair.AcceptedPair;
import org.winnow.synth.optmath.pair.Cell;
import org.winnow.synth.optmath.pair.ClauseReader;
import org.winnow.synth.optmath.pair.InstanceReader;
import org.winnow.synth.optmath.pair.InstanceWriter;
import org.winnow.synth.optmath.pair.Made;
import org.winnow.synth.optmath.pair.OptMath;
import org.winnow.synth.optmath.pair.RejectedInstance;
import org.winnow.synth.optmath.pair.Share;
import org.winnow.synth.optmath.pair.ShareResult;
import org.winnow.synth.optmath.pair.VerbaliserWriter;
import org.winnow.synth.optmath.pair.WordedInstance;
import org.winnow.synth.optmath.problems.ProblemInstance;
import org.winnow.synth.optmath.solve.Engine;
import org.winnow.synth.optmath.solve.MilpSolver;
import org.winnow.synth.optmath.translate.BackTranslation;
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

  /** What searches with the teacher came to. */
  private final Map<Cell, TeacherSearchResult> searches = new ConcurrentHashMap<>();

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
    Asking asking = new Asking(teacher, section.parameters());
    boolean teacherSearches = section.search() == OptMathSection.Search.TEACHER;
    ShareResult result =
        teacherSearches
            ? optMath.make(share, writer(asking), reader(asking), one -> search(one, asking))
            : optMath.make(share, writer(asking), reader(asking));
    List<String> lines = new ArrayList<>();
    lines.add(drawn(place, result));
    if (teacherSearches && share.first() == 0) {
      addSearch(place, cell, lines);
    }
    for (AcceptedPair pair : result.accepted()) {
      lines.add(line(place, "pair", OptMathRows.accepted(cell, pair)).toString());
    }
    for (RejectedInstance left : result.rejected()) {
      ObjectNode line = line(place, "rejected", OptMathRows.rejected(left));
      if (left.isHard()) {
        line.set("benchmark", OptMathRows.benchmark(cell, left));
      }
      lines.add(line.toString());
    }
    if (section.variants() > 0) {
      addVariants(place, result.accepted(), asking, lines);
    }
    return lines;
  }

  private SearchResult search(Cell cell, Asking asking) {
    TeacherSearchResult found =
        new TeacherSearch(
                asking,
                new MilpSolver(Engine.SCIP, section.settings().limits()),
                ComplexityWeights.ONES,
                section.settings().samples(),
                OptMath.LEAST_OPTIMAL,
                TeacherSearch.STANDARD_ROUNDS,
                section.settings().seed())
            .find(cell.problem(), cell.tier().orElseThrow());
    searches.put(cell, found);
    return new SearchResult(found.ranges(), List.of());
  }

  /**
   * Why the last choice of a search that found nothing could not be used, if that was the reason.
   */
  private void addSearch(int place, Cell cell, List<String> lines) {
    Optional.ofNullable(searches.get(cell))
        .filter(found -> found.ranges().isEmpty())
        .map(found -> found.trials().get(found.trials().size() - 1))
        .flatMap(Made::flaw)
        .ifPresent(
            flaw ->
                lines.add(
                    line(
                            place,
                            "rejected",
                            OptMathRows.rejection(
                                "search", flaw.reason(), flaw.evidence(), cell.instanceId(0)))
                        .toString()));
  }

  /** Asks what is asked first about these instances. */
  void askFirst(List<ProblemInstance> instances, Asking asking) {
    if (section.text() == OptMathSection.TextSource.TEACHER) {
      writer(asking).write(instances);
    } else {
      reader(asking)
          .read(
              instances.stream()
                  .map(instance -> new WordedInstance(instance, instance.text()))
                  .toList());
    }
  }

  /** New problems out of the words of those that were accepted. */
  private void addVariants(
      int place, List<AcceptedPair> accepted, Asking asking, List<String> lines) {
    List<Original> originals =
        accepted.stream().map(pair -> new Original(pair.instance().id(), pair.text())).toList();
    List<Made<Augmented>> variants =
        new Augmentation(
                asking,
                formulation(asking),
                new MilpSolver(Engine.SCIP, section.settings().limits()),
                section.variants(),
                section.settings().seed())
            .augment(originals);
    for (int i = 0; i < variants.size(); i++) {
      AcceptedPair parent = accepted.get(i / section.variants());
      Made<Augmented> made = variants.get(i);
      made.value()
          .ifPresent(
              variant ->
                  lines.add(
                      line(
                              place,
                              "pair",
                              OptMathRows.variant(cells.get(place), variant, made.exchanges()))
                          .toString()));
      String id = parent.instance().id() + "/" + i % section.variants();
      made.flaw()
          .ifPresent(
              flaw ->
                  lines.add(
                      line(
                              place,
                              "rejected",
                              OptMathRows.rejectedVariant(id, flaw, made.exchanges()))
                          .toString()));
    }
  }

  /** Who puts instances into words. */
  private InstanceWriter writer(Asking asking) {
    return switch (section.text()) {
      case VERBALISER -> new VerbaliserWriter();
      case TEACHER -> new BackTranslation(asking, section.rounds(), section.settings().seed());
    };
  }

  /** Who makes models of words. */
  private InstanceReader reader(Asking asking) {
    return switch (section.model()) {
      case VERBALISER -> new ClauseReader();
      case JSON, LP -> formulation(asking);
    };
  }

  private Formulation formulation(Asking asking) {
    long seed = section.settings().seed();
    return section.model() == OptMathSection.ModelSource.LP
        ? new LpFormulation(asking, seed)
        : new JsonFormulation(asking, seed);
  }

  private static String drawn(int place, ShareResult result) {
    ObjectNode share = SynthesisFiles.object().put("asked", result.share().count());
    result
        .search()
        .filter(search -> search.ranges().isPresent())
        .ifPresent(
            search -> {
              share.put("has_parameters", true);
              if (!search.trials().isEmpty()) {
                share.put("factor", factor(search));
              }
            });
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
