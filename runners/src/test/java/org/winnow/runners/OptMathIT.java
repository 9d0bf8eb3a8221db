package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;
import org.winnow.synth.optmath.format.LpReader;
import org.winnow.synth.optmath.format.ModelTextException;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.solve.Engine;
import org.winnow.synth.optmath.solve.MilpSolver;
import org.winnow.synth.optmath.solve.SolveLimits;

/** OptMATH from the command line, without a teacher. */
class OptMathIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EXAMPLE = Path.of("../pipelines/examples/optmath/recipe.yaml");
  private static final Pattern ANSWER = Pattern.compile("(?s).*```lp\n(.*?)```\n\nOptimum: (\\S+)");

  /** The instances were solved by the other engine. */
  private static final MilpSolver HIGHS = new MilpSolver(Engine.HIGHS, SolveLimits.STANDARD);

  @TempDir private Path folder = Path.of("");

  private List<JsonNode> rows(String file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(file))) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  private Outcome synth(String output, String... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("synth", EXAMPLE, "--output", folder.resolve(output)));
    arguments.addAll(List.of(more));
    return Cli.winnow(arguments.toArray());
  }

  @Test
  void theExamplesRowsAreSolvedAgainFromTheirFileByTheOtherEngine()
      throws IOException, ModelTextException {
    Outcome made = synth("one");

    assertThat(made.exitCode()).as(made.err()).isZero();
    assertThat(made.out()).contains("108 new items from 108 instances; ended: done");
    List<JsonNode> rows = rows("one/data/train.jsonl");
    Map<String, Integer> classes = new TreeMap<>();
    for (JsonNode row : rows) {
      String answer = row.at("/messages/1/content").asText();
      Matcher parts = ANSWER.matcher(answer);
      assertThat(parts.matches()).as(answer).isTrue();
      Model model = LpReader.read(parts.group(1));
      double stated = Double.parseDouble(parts.group(2));
      assertThat(HIGHS.solve(model).optimum().orElseThrow().objective())
          .isCloseTo(stated, within(1e-6 * Math.max(1, Math.abs(stated))));
      assertThat(row.at("/meta/optimum").asDouble()).isEqualTo(stated);
      assertThat(row.at("/meta/variables").asInt()).isEqualTo(model.variables().size());
      assertThat(row.at("/meta/constraints").asInt()).isEqualTo(model.rows().size());
      assertThat(row.path("made_by").asText()).isEqualTo("optmath");
      classes.merge(row.at("/meta/class").asText(), 1, Integer::sum);
    }
    assertThat(classes).hasSize(36).allSatisfy((name, count) -> assertThat(count).isEqualTo(3));
    assertThat(rows.stream().map(row -> row.path("id").asText())).doesNotHaveDuplicates();
    assertThat(folder.resolve("one/benchmark")).doesNotExist();
    assertThat(folder.resolve("one/rejected")).doesNotExist();
  }

  @Test
  void twoRunsAndFlinkGiveTheSameBytes() throws IOException {
    String instances = "--set=optmath.instances=40";
    String classes = "--set=optmath.classes=[knapsack, diet, shortest_path]";
    String tiers = "--set=optmath.tiers=[easy]";

    Outcome one = synth("one", instances, classes, tiers);
    Outcome two = synth("two", instances, classes, tiers);
    Outcome flink = synth("flink", instances, classes, tiers, "--runner=flink", "--parallelism=2");

    assertThat(one.exitCode()).as(one.err()).isZero();
    assertThat(two.exitCode()).as(two.err()).isZero();
    assertThat(flink.exitCode()).as(flink.err()).isZero();
    Map<String, String> bytes = Cli.digests(folder.resolve("one"));
    assertThat(bytes).containsKeys("data/train.jsonl", "_winnow/optmath.json");
    assertThat(Cli.digests(folder.resolve("two"))).isEqualTo(bytes);
    assertThat(Cli.digests(folder.resolve("flink"))).isEqualTo(bytes);
  }

  @Test
  void aPlanSaysWhatWouldBeDrawnAndThatNobodyIsAsked() {
    Outcome plan = Cli.winnow("plan", EXAMPLE, "--output", folder.resolve("out"));

    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("optimisation-problems: 108 instances over 36 classes -> ")
        .contains("at most 0: nobody is asked");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void anInputAndATeacherAreRefused() throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve("recipe.yaml"),
            "name: p\ninput: [{path: a.jsonl}]\nteacher: {rules: arithmetic}\noptmath: {}\n");

    Outcome refused = Cli.winnow("synth", recipe, "--output", folder.resolve("none"));

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains("input: is a key of llm2llm, lemma, ultraprompt; this recipe has optmath")
        .contains(
            "teacher: is not asked; expected text: teacher, model: json or lp, or search: teacher");
    assertThat(folder.resolve("none")).doesNotExist();
  }
}
