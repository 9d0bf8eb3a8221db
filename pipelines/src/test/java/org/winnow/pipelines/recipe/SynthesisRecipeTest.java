package org.winnow.pipelines.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.Fixtures;
import org.winnow.synth.lemma.AnswerForm;
import org.winnow.synth.llm2llm.MathsTask;
import org.winnow.synth.teacher.BudgetLimits;

class SynthesisRecipeTest {
  private static final String TEACHER =
      "teacher: {url: 'http://localhost:8000/v1', model: m, temperature: 0.7, max_tokens: 4096}";
  private static final String INPUT = "input: [{path: problems.jsonl}]";
  private static final String MODEL = "model: {checkpoint: builtin:reference, max_tokens: 300}";

  @TempDir private Path folder = Path.of("");

  private SynthesisRecipe read(String... lines) throws IOException, RecipeException {
    return RecipeReader.readSynthesis(Fixtures.recipe(folder, lines), List.of());
  }

  private List<String> problems(String... lines) throws IOException {
    Path file = Fixtures.recipe(folder, lines);
    return assertThrows(RecipeException.class, () -> RecipeReader.readSynthesis(file, List.of()))
        .problems();
  }

  @Test
  void readsLemmaWithAStudent() throws IOException, RecipeException {
    SynthesisRecipe recipe =
        read(
            "name: mended",
            "seed: 5",
            INPUT,
            TEACHER,
            MODEL,
            "lemma: {attempts: student, samples: 6, temperature: 0.9, answer_tokens: 100,",
            "  injections: 3, form: text, max_characters: 500}");

    assertThat(recipe.name()).isEqualTo("mended");
    assertThat(recipe.input()).extracting(InputSection::written).containsExactly("problems.jsonl");
    assertThat(recipe.server()).isPresent();
    LemmaSection section = (LemmaSection) recipe.method();
    assertThat(section.attempts()).isEmpty();
    LemmaSection.Student student = section.student().orElseThrow();
    assertThat(student.model().checkpoint()).isEqualTo("builtin:reference");
    assertThat(student.model().maxTokens()).isEqualTo(300);
    assertThat(student.samples()).isEqualTo(6);
    assertThat(student.temperature()).isEqualTo(0.9);
    assertThat(student.answerTokens()).isEqualTo(100);
    assertThat(section.settings().seed()).isEqualTo(5);
    assertThat(section.settings().injections()).isEqualTo(3);
    assertThat(section.settings().form()).isEqualTo(AnswerForm.TEXT);
    assertThat(section.settings().maxCharacters()).isEqualTo(500);
    assertThat(section.settings().parameters().model()).isEqualTo("m");
    assertThat(section.settings().parameters().temperature()).hasValue(0.7);
    assertThat(section.settings().parameters().maxTokens()).isEqualTo(OptionalInt.of(4096));
    assertThat(section.settings().parameters().seed()).hasValue(5);
  }

  @Test
  void whatIsNotWrittenIsAsDocumented() throws IOException, RecipeException {
    SynthesisRecipe recipe =
        read("name: mended", INPUT, TEACHER, MODEL, "lemma: {attempts: student}");

    LemmaSection section = (LemmaSection) recipe.method();
    LemmaSection.Student student = section.student().orElseThrow();
    assertThat(student.samples()).isEqualTo(4);
    assertThat(student.temperature()).isEqualTo(0.7);
    assertThat(student.answerTokens()).isEqualTo(400);
    assertThat(section.settings().seed()).isZero();
    assertThat(section.settings().injections()).isEqualTo(2);
    assertThat(section.settings().form()).isEqualTo(AnswerForm.JSON);
    assertThat(section.settings().maxCharacters()).isEqualTo(8000);
  }

  @Test
  void readsLemmaWithAttemptsBesideTheRecipe() throws IOException, RecipeException {
    SynthesisRecipe recipe =
        read(
            "name: mended",
            INPUT,
            TEACHER,
            "lemma: {attempts: [{path: a.jsonl}, {path: b.jsonl}]}");

    LemmaSection section = (LemmaSection) recipe.method();
    assertThat(section.student()).isEmpty();
    assertThat(section.attempts())
        .extracting(InputSection::path)
        .containsExactly(
            folder.toAbsolutePath().resolve("a.jsonl"), folder.toAbsolutePath().resolve("b.jsonl"));
  }

  @Test
  void readsLlm2Llm() throws IOException, RecipeException {
    SynthesisRecipe recipe =
        read(
            "name: weak",
            INPUT,
            TEACHER,
            MODEL,
            "held_out: [{path: held.jsonl}]",
            "train: {epochs: 2}",
            "llm2llm: {task: maths, rounds: 7, answer_tokens: 33}");

    Llm2LlmSection section = (Llm2LlmSection) recipe.method();
    assertThat(section.heldOut()).extracting(InputSection::written).containsExactly("held.jsonl");
    StudentSection.Trained student = (StudentSection.Trained) section.student();
    assertThat(student.training().epochs()).isEqualTo(2);
    assertThat(section.answerTokens()).isEqualTo(33);
    assertThat(section.task()).isInstanceOf(MathsTask.class);
    assertThat(section.options().rounds()).isEqualTo(7);
  }

  @Test
  void readsStudentsThatAreTrainedElsewhere() throws IOException, RecipeException {
    SynthesisRecipe given =
        read(
            "name: weak",
            INPUT,
            TEACHER,
            "student: {predictions: [{path: p.jsonl}]}",
            "llm2llm: {}");
    SynthesisRecipe served =
        read(
            "name: weak",
            INPUT,
            TEACHER,
            "student: {url: 'http://localhost:1/v1', model: mine, budget: {requests: 9}}",
            "llm2llm: {rounds: 1}");

    Llm2LlmSection section = (Llm2LlmSection) given.method();
    assertThat(section.options().rounds()).isEqualTo(1);
    assertThat(((StudentSection.Given) section.student()).predictions())
        .extracting(InputSection::path)
        .containsExactly(folder.toAbsolutePath().resolve("p.jsonl"));
    StudentSection.Served student =
        (StudentSection.Served) ((Llm2LlmSection) served.method()).student();
    assertThat(student.model()).isEqualTo("mine");
    assertThat(student.server().budget()).isEqualTo(BudgetLimits.ofRequests(9));
  }

  @Test
  void aRecipeHasExactlyOneMethod() throws IOException {
    assertThat(problems("name: x", INPUT, TEACHER))
        .containsExactly(
            "recipe: expected exactly one of llm2llm, lemma, ultraprompt, optmath, found none");
    assertThat(
            problems("name: x", INPUT, TEACHER, MODEL, "lemma: {attempts: student}", "llm2llm: {}"))
        .containsExactly(
            "recipe: expected exactly one of llm2llm, lemma, ultraprompt, optmath, found llm2llm, lemma");
    assertThat(problems("name: x", INPUT, TEACHER, "optmaths: {}"))
        .containsExactlyInAnyOrder(
            "recipe: expected exactly one of llm2llm, lemma, ultraprompt, optmath, found none",
            "optmaths: unknown key; known here: name, seed, input, teacher, held_out, model, train,"
                + " student, llm2llm, lemma, ultraprompt, optmath");
  }

  @Test
  void keysOfTheOtherMethodAreSaidToBeItsKeys() throws IOException {
    assertThat(
            problems(
                "name: x",
                INPUT,
                TEACHER,
                MODEL,
                "lemma: {attempts: student}",
                "held_out: [{path: held.jsonl}]",
                "train: {epochs: 1}"))
        .containsExactlyInAnyOrder(
            "held_out: is a key of llm2llm; this recipe has lemma",
            "train: is a key of llm2llm; this recipe has lemma");
  }

  @Test
  void keysOfAStudentAreRefusedBesideGivenAttempts() throws IOException {
    assertThat(
            problems(
                "name: x",
                INPUT,
                TEACHER,
                MODEL,
                "lemma: {attempts: [{path: a.jsonl}], samples: 3, injections: 0}"))
        .containsExactlyInAnyOrder(
            "lemma.samples: belongs to attempts: student; here, attempts are given",
            "model: belongs to attempts: student; here, attempts are given");
  }

  @Test
  void attemptsAreAStudentOrInputs() throws IOException {
    for (String written : List.of("", "attempts: pupil", "attempts: 3", "attempts: {path: a}")) {
      assertThat(problems("name: x", INPUT, TEACHER, "lemma: {" + written + "}"))
          .singleElement()
          .asString()
          .startsWith(
              "lemma.attempts: expected student, or inputs such as [{path: attempts.jsonl}], found");
    }
    assertThat(problems("name: x", INPUT, TEACHER, "lemma: student")).hasSize(2);
  }

  @Test
  void valuesOutOfRangeAreNamed() throws IOException {
    assertThat(
            problems(
                "name: x",
                INPUT,
                TEACHER,
                MODEL,
                "lemma: {attempts: student, samples: 0, temperature: -0.1, answer_tokens: 0,",
                "  injections: -1, form: yaml, max_characters: 0, smooth: true}"))
        .extracting(problem -> problem.replaceFirst(":.*", ""))
        .containsExactlyInAnyOrder(
            "lemma.samples",
            "lemma.temperature",
            "lemma.answer_tokens",
            "lemma.injections",
            "lemma.form",
            "lemma.max_characters",
            "lemma.smooth");
  }

  @Test
  void readsATeacherOfRules() throws IOException, RecipeException {
    SynthesisRecipe recipe =
        read(
            "name: varied",
            "seed: 5",
            INPUT,
            MODEL,
            "teacher: {rules: arithmetic}",
            "llm2llm: {task: maths, confirm: false}");

    assertThat(recipe.teacher().orElseThrow().rules()).hasValue(SynthesisRecipe.RuleSet.ARITHMETIC);
    Llm2LlmSection section = (Llm2LlmSection) recipe.method();
    assertThat(section.options().parameters().model()).isEqualTo("rules:arithmetic@1");
    assertThat(section.options().parameters().seed()).hasValue(5);
  }

  @Test
  void rulesAreForMathsOnlyAndConfirmNothing() throws IOException {
    assertThat(
            problems(
                "name: x", INPUT, MODEL, "teacher: {rules: arithmetic}", "llm2llm: {task: maths}"))
        .containsExactly(
            "llm2llm.confirm: a teacher of rules: arithmetic cannot be asked a question alone;"
                + " expected false");
    assertThat(
            problems(
                "name: x",
                INPUT,
                MODEL,
                "teacher: {rules: arithmetic}",
                "llm2llm: {task: instruction}"))
        .containsExactly(
            "llm2llm.task: a teacher of rules: arithmetic knows the task maths only, found"
                + " instruction");
    assertThat(
            problems(
                "name: x",
                INPUT,
                MODEL,
                "teacher: {rules: algebra, url: 'http://localhost/v1'}",
                "llm2llm: {confirm: false}"))
        .containsExactly(
            "teacher.url: unknown key; known here: rules",
            "teacher.rules: expected one of arithmetic, principles, found 'algebra'");
  }
}
