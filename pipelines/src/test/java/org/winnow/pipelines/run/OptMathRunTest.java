package org.winnow.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.recipe.OptMathSection;
import org.winnow.synth.optmath.complexity.Tier;
import org.winnow.synth.optmath.pair.OptMathSettings;
import org.winnow.synth.optmath.problems.ProblemClass;
import org.winnow.synth.optmath.problems.ProblemClasses;
import org.winnow.synth.teacher.GenerationParameters;

/** What is made of lines that workers handed back; the lines are made here by hand. */
class OptMathRunTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder = Path.of("");

  private OptMathRun run(List<Tier> tiers) {
    List<ProblemClass> classes =
        ProblemClasses.ALL.stream()
            .filter(problem -> List.of("knapsack", "diet").contains(problem.name()))
            .toList();
    OptMathSettings settings = OptMathSettings.of(3, 70).withClasses(classes).withTiers(tiers);
    return new OptMathRun(
        new OptMathSection(
            settings,
            OptMathSection.TextSource.VERBALISER,
            OptMathSection.ModelSource.VERBALISER,
            OptMathSection.Search.BISECTION,
            1,
            0,
            GenerationParameters.of("-"),
            2),
        AnswerSource.ofRecipe());
  }

  private static ObjectNode line(
      String key, int cell, String text, String candidate, double score) {
    ObjectNode line = JSON.createObjectNode().put("cell", cell);
    ObjectNode row = line.putObject(key);
    row.putArray("messages").addObject().put("role", "user").put("content", text);
    row.putObject("meta").put("candidate", candidate).put("complexity", score);
    return line;
  }

  private static String pair(int cell, String text, String candidate, double score) {
    return line("pair", cell, text, candidate, score).toString();
  }

  private static String hard(int cell, String text, String candidate) {
    ObjectNode line = line("benchmark", cell, text, candidate, 9);
    line.putObject("rejected").put("reason", "optimum").put("candidate", candidate);
    return line.toString();
  }

  private List<JsonNode> rows(String file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(file))) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  private List<String> candidates(String file) throws IOException {
    return rows(file).stream().map(row -> row.at("/meta/candidate").asText()).toList();
  }

  private JsonNode cells() throws IOException {
    return JSON.readTree(folder.resolve("_winnow/optmath.json").toFile()).path("cells");
  }

  private static JsonNode json(String text) throws IOException {
    return JSON.readTree(text.replace('\'', '"'));
  }

  private static String drawn(String share) {
    return share.replace('\'', '"');
  }

  @Test
  void partsAreAtMost32InstancesOfACell() {
    assertThat(run(List.of()).parts())
        .containsExactly(
            "{\"cell\":0,\"first\":0,\"count\":32}",
            "{\"cell\":0,\"first\":32,\"count\":3}",
            "{\"cell\":1,\"first\":0,\"count\":32}",
            "{\"cell\":1,\"first\":32,\"count\":3}");
  }

  @Test
  void aTextIsTakenOnceAndNoTextOfTheDatasetIsInTheBenchmark() throws IOException {
    SynthesisReport report =
        run(List.of())
            .finish(
                List.of(
                    List.of(
                        drawn(
                            "{'cell':0,'share':{'asked':4,'outcomes':{'optimal':3,'infeasible':1}}}"),
                        hard(0, "one", "k-0"),
                        hard(0, "hard", "k-1"),
                        pair(0, "two", "k-2", 10)),
                    List.of(
                        drawn("{'cell':0,'share':{'asked':1,'outcomes':{'optimal':1}}}"),
                        pair(0, "one", "k-4", 30)),
                    List.of(
                        drawn("{'cell':1,'share':{'asked':2,'outcomes':{'optimal':2}}}"),
                        pair(1, "two", "d-0", 50),
                        hard(1, "hard", "d-1"))),
                new SynthesisFiles(folder));

    assertThat(candidates("data/train.jsonl")).containsExactly("k-2", "k-4");
    assertThat(candidates("benchmark/test.jsonl")).containsExactly("k-1");
    assertThat(rows("rejected/rejected.jsonl"))
        .extracting(row -> row.path("candidate").asText() + " " + row.path("reason").asText())
        .containsExactly("d-0 duplicate_text", "k-0 optimum", "k-1 optimum", "d-1 optimum");
    assertThat(rows("rejected/rejected.jsonl").get(0).path("evidence").asText())
        .isEqualTo("expected a text that no other instance has, found that of k-2");
    assertThat(cells())
        .isEqualTo(
            json(
                "[{'class':'knapsack','asked':5,'drawn':5,'outcomes':{'infeasible':1,'optimal':4},"
                    + "'accepted':2,'benchmark':1,'rejected':{'optimum':2},'mean_complexity':20.0},"
                    + "{'class':'diet','asked':2,'drawn':2,'outcomes':{'optimal':2},"
                    + "'accepted':0,'benchmark':0,'rejected':{'duplicate_text':1,'optimum':1}}]"));
    assertThat(report.made()).isEqualTo(2);
    assertThat(report.origin()).isEqualTo("7 instances");
    assertThat(report.end()).isEqualTo("done");
    assertThat(report.table().get(1).split(" +", 7))
        .containsExactly(
            "all", "7", "7", "2", "1", "20.0", "duplicate_text 1, infeasible 1, optimum 3");
  }

  @Test
  void whatHasNoParametersIsNamedAndASpentBudgetIsTheEnd() throws IOException {
    SynthesisReport report =
        run(List.of(Tier.HARD))
            .finish(
                List.of(
                    List.of(drawn("{'cell':0,'share':{'asked':35,'outcomes':{}}}")),
                    List.of(
                        drawn(
                            "{'cell':1,'share':{'asked':35,'has_parameters':true,'factor':2.5,'outcomes':{'optimal':1}}}"),
                        drawn("{'cell':1,'rejected':{'reason':'budget_spent','candidate':'d'}}"))),
                new SynthesisFiles(folder));

    assertThat(report.table()).contains("no parameters found, nothing drawn: knapsack hard");
    assertThat(report.budgetSpent()).isTrue();
    assertThat(report.end()).isEqualTo("budget_spent");
    assertThat(cells().at("/0/no_parameters").asBoolean()).isTrue();
    assertThat(cells().at("/0/tier").asText()).isEqualTo("hard");
    assertThat(cells().at("/1/factor").asDouble()).isEqualTo(2.5);
    assertThat(cells().path(1).has("no_parameters")).isFalse();
  }
}
