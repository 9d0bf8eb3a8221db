package org.winnow.synth.optmath.formulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.winnow.synth.optmath.ScriptedTeacher;
import org.winnow.synth.optmath.SmallInstances;
import org.winnow.synth.optmath.format.LpWriter;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.Relation;
import org.winnow.synth.optmath.model.Row;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Term;
import org.winnow.synth.optmath.model.Variable;
import org.winnow.synth.optmath.model.VariableType;
import org.winnow.synth.optmath.pair.Flaw;
import org.winnow.synth.optmath.pair.Made;
import org.winnow.synth.optmath.pair.WordedInstance;
import org.winnow.synth.teacher.TeacherRequest;

class FormulationTest {
  private static final String MODEL =
      """
      {"sense": "maximize",
       "variables": [
         {"name": "cups made", "type": "integer", "lower": 0, "upper": null},
         {"name": "cups-made", "type": "continuous", "lower": null, "upper": 2.5},
         {"name": "x_cups_made", "type": "binary", "lower": null, "upper": null},
         {"name": "st", "type": "binary", "lower": 1, "upper": 1}],
       "objective": {"terms": [
         {"coefficient": 4, "variable": "cups made"},
         {"coefficient": 0, "variable": "st"}], "constant": -7.5},
       "constraints": [
         {"name": "", "terms": [
           {"coefficient": 2, "variable": "cups-made"},
           {"coefficient": -1e2, "variable": "x_cups_made"}], "relation": "<=", "right_side": 6},
         {"name": "Sum of all", "terms": [{"coefficient": 1, "variable": "st"}],
          "relation": "=", "right_side": 1},
         {"name": "r", "terms": [], "relation": ">=", "right_side": -1}]}
      """;

  private static Made<Model> json(String answer) {
    return new JsonFormulation(new ScriptedTeacher(request -> answer).asking(), 3)
        .formulate(List.of(new ProblemWords("p", "a problem", 0)))
        .get(0);
  }

  private static Made<Model> lp(String answer) {
    return new LpFormulation(new ScriptedTeacher(request -> answer).asking(), 3)
        .formulate(List.of(new ProblemWords("p", "a problem", 0)))
        .get(0);
  }

  private static String reason(Made<Model> made) {
    return made.flaw().map(Flaw::reason).orElse("none");
  }

  /** Names that files cannot have are replaced by free ones; zero terms are left out. */
  @Test
  void readsAModelAsItIsWritten() {
    Model expected =
        new Model(
            Sense.MAXIMIZE,
            List.of(new Term(4, "x_cups_made_2")),
            -7.5,
            List.of(
                new Variable("x_cups_made_2", VariableType.INTEGER, 0, Double.POSITIVE_INFINITY),
                new Variable(
                    "x_cups_made_3", VariableType.CONTINUOUS, Double.NEGATIVE_INFINITY, 2.5),
                Variable.binary("x_cups_made"),
                new Variable("x_st", VariableType.INTEGER, 1, 1)),
            List.of(
                new Row(
                    "row_",
                    List.of(new Term(2, "x_cups_made_3"), new Term(-100, "x_cups_made")),
                    Relation.LESS_OR_EQUAL,
                    6),
                new Row("row_Sum_of_all", List.of(new Term(1, "x_st")), Relation.EQUAL, 1),
                new Row("r", List.of(), Relation.GREATER_OR_EQUAL, -1)));

    assertThat(json(MODEL).value()).contains(expected);
  }

  /** Each is the model above with one thing spoilt. */
  private static Stream<Arguments> spoilt() {
    return Stream.of(
        Arguments.of("\"variable\": \"cups made\"", "\"variable\": \"cups\"", "unknown_variable"),
        Arguments.of("\"name\": \"cups-made\"", "\"name\": \"cups made\"", "duplicate"),
        Arguments.of("\"name\": \"r\"", "\"name\": \"Sum of all\"", "duplicate"),
        Arguments.of("\"variable\": \"x_cups_made\"", "\"variable\": \"cups-made\"", "duplicate"),
        Arguments.of("\"coefficient\": 4", "\"coefficient\": 1e999", "not_finite"),
        Arguments.of("\"coefficient\": 4", "\"coefficient\": NaN", "schema_violation"),
        Arguments.of("\"coefficient\": 4", "\"coefficient\": \"4\"", "schema_violation"),
        Arguments.of("\"coefficient\": 4", "\"coefficient\": 2*2", "schema_violation"),
        Arguments.of("\"right_side\": 6", "\"right_side\": -2e15", "too_large"),
        Arguments.of("\"upper\": 2.5", "\"upper\": 1e16", "too_large"),
        Arguments.of("\"lower\": null, \"upper\": 2.5", "\"lower\": 3, \"upper\": 2.5", "bounds"),
        Arguments.of("\"lower\": 1, \"upper\": 1", "\"lower\": 0, \"upper\": 2", "bounds"),
        Arguments.of("\"maximize\"", "\"max\"", "schema_violation"),
        Arguments.of("\"sense\": \"maximize\",", "", "schema_violation"),
        Arguments.of("\"sense\"", "\"code\": \"import os\", \"sense\"", "schema_violation"),
        Arguments.of("{\"sense\"", "Here it is: {\"sense\"", "schema_violation"));
  }

  @ParameterizedTest
  @MethodSource("spoilt")
  void whatIsSpoiltIsRefusedForIt(String part, String other, String reason) {
    assertThat(MODEL).contains(part);
    assertThat(reason(json(MODEL.replace(part, other)))).isEqualTo(reason);
  }

  @Test
  void emptyAndHugeModelsAreRefused() {
    String empty =
        "{\"sense\": \"minimize\", \"variables\": [], \"objective\": {\"terms\": [], \"constant\":"
            + " 0}, \"constraints\": []}";
    assertThat(reason(json(empty))).isEqualTo("empty");
    String many =
        String.join(
            ",",
            IntStream.rangeClosed(0, JsonModelReader.MOST)
                .mapToObj(
                    i -> "{\"name\":\"v" + i + "\",\"type\":\"binary\",\"lower\":0,\"upper\":1}")
                .toList());
    assertThat(reason(json(empty.replace("\"variables\": []", "\"variables\": [" + many + "]"))))
        .isEqualTo("too_large");
    assertThat(reason(lp("Minimize\nobj:\nSubject To\nEnd\n"))).isEqualTo("empty");
  }

  @Test
  void readsLpTextAloneOrInABlock() {
    String text = LpWriter.write(SmallInstances.model());

    assertThat(lp(text).value()).contains(SmallInstances.model());
    assertThat(lp("So it is:\n```lp\n" + text + "```\nDone.").value())
        .contains(SmallInstances.model());
    assertThat(reason(lp("```\n" + text + "```\n```\n" + text + "```")))
        .isEqualTo("several_blocks");
    assertThat(reason(lp("Model: " + text))).isEqualTo("no_lp_text");
    assertThat(reason(lp("```python\nimport os\n```"))).isEqualTo("no_lp_text");
  }

  @Test
  void aFailedRequestIsAFlaw() {
    assertThat(json("FAIL").flaw())
        .contains(new Flaw("timed_out", "formulate: expected an answer in time"));
    assertThat(json("FAIL").exchanges()).isEmpty();
    assertThat(json("{}").exchanges()).hasSize(1);
  }

  /** But for the text there is no figure in the prompt, and none of the names of the model. */
  @Test
  void theReferenceModelIsNotShown() {
    ScriptedTeacher teacher = new ScriptedTeacher(request -> MODEL);
    String text = "A potter has some hours. {{ secret }}";

    List<Made<Model>> made =
        new JsonFormulation(teacher.asking(), 3)
            .read(List.of(new WordedInstance(SmallInstances.instance("i"), text)));

    assertThat(made.get(0).value()).isPresent();
    String prompt = ScriptedTeacher.prompt(teacher.asked.get(0));
    assertThat(prompt).contains(text);
    assertThat(prompt.replace(text, "")).doesNotContain("secret").doesNotContainPattern("[0-9]");
    assertThat(prompt).doesNotContain("the words of", "knapsack");
  }

  @Test
  void wordingsAreDrawnAndSamplesAreTold() {
    ScriptedTeacher teacher = new ScriptedTeacher(request -> MODEL);
    List<ProblemWords> problems =
        IntStream.range(0, 200).mapToObj(i -> new ProblemWords("p" + i, "Text.", i % 2)).toList();

    new JsonFormulation(teacher.asking(), 3).formulate(problems);

    Set<String> openings = new TreeSet<>();
    teacher.asked.forEach(r -> openings.add(ScriptedTeacher.prompt(r).split("\n", 2)[0]));
    assertThat(openings).hasSize(7);
    assertThat(teacher.asked.stream().map(TeacherRequest::sample))
        .isEqualTo(problems.stream().map(ProblemWords::sample).toList());
    ScriptedTeacher again = new ScriptedTeacher(request -> MODEL);
    new JsonFormulation(again.asking(), 3).formulate(problems.subList(150, 151));
    assertThat(again.asked.get(0)).isEqualTo(teacher.asked.get(150));
  }
}
