package org.winnow.pipelines.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.winnow.pipelines.CurationPipeline;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.RunPaths;
import org.winnow.pipelines.recipe.EndpointSection;
import org.winnow.pipelines.recipe.InputSection;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.SynthesisRecipe;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.train.StudentTrainer;
import org.winnow.synth.llm2llm.Item;
import org.winnow.synth.llm2llm.Llm2Llm;
import org.winnow.synth.llm2llm.RejectedItem;
import org.winnow.synth.llm2llm.RoundReport;
import org.winnow.synth.llm2llm.SyntheticItem;
import org.winnow.synth.student.TrainedStudents;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.AnswerReader;
import org.winnow.synth.teacher.Budget;
import org.winnow.synth.teacher.CachedTeacher;
import org.winnow.synth.teacher.EndpointTeacher;
import org.winnow.synth.teacher.LocalTeacher;
import org.winnow.synth.teacher.PriceList;
import org.winnow.synth.teacher.Spending;
import org.winnow.synth.teacher.Teacher;

/**
 * Makes new samples as a recipe says, by LLM2LLM. Answers of teacher and students and the students'
 * checkpoints are kept in the working folder, so a run that was cut off asks nothing twice and ends
 * in the same bytes.
 *
 * <pre>
 * OUT/
 *   data/train.jsonl         the new items: messages, the seed as parent, round and attempt in meta
 *   rejected/rejected.jsonl  what the teacher wrote and was not taken: reason and evidence
 *   _winnow/rounds.json      the table of rounds, why they ended
 * OUT.winnow/                answers, students
 * </pre>
 */
public final class SynthesisRun {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper INDENTED =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final String METHOD = "llm2llm";

  private final SynthesisRecipe recipe;
  private final RunPaths paths;

  /**
   * A run.
   *
   * @param output the dataset to make
   */
  public SynthesisRun(SynthesisRecipe recipe, Path output) {
    this.recipe = recipe;
    this.paths = RunPaths.of(output);
  }

  /**
   * What came of it.
   *
   * @param result items and rounds
   * @param seeds rows that were seeds
   * @param leftOut rows of the inputs that are no question and answer, by reason
   * @param spent what this run sent to a server; nothing for a checkpoint in this process
   */
  public record Outcome(
      Llm2Llm.Result result, int seeds, Map<String, Integer> leftOut, Spending spent) {}

  /**
   * Runs the rounds and publishes what they brought.
   *
   * @param progress is told the steps of trainings
   * @throws RecipeException if a path, a model or a key is wrong
   * @throws DataException if there is no seed, a seed is held out too, or another run is at work
   * @throws org.winnow.synth.llm2llm.TeacherUnavailableException if the teacher cannot be asked;
   *     nothing is published
   * @throws IOException if a file cannot be read or written
   */
  public Outcome run(Consumer<StudentTrainer.Step> progress)
      throws RecipeException, DataException, IOException {
    try {
      Checkpoint.inspect(recipe.model().checkpoint());
    } catch (CheckpointException e) {
      throw wrong("model.checkpoint", e);
    }
    Map<String, Integer> leftOut = new TreeMap<>();
    List<Item> seeds = items(recipe.input(), leftOut);
    List<Item> heldOut = recipe.heldOut().isEmpty() ? List.of() : items(recipe.heldOut(), leftOut);
    if (seeds.isEmpty()) {
      throw new DataException("the input holds no question with an answer; left out: " + leftOut);
    }
    requireApart(seeds, heldOut);
    Budget budget =
        recipe.teacher().endpoint().map(e -> new Budget(e.budget())).orElse(Budget.unlimited());
    AnswerCache cache = new AnswerCache(paths.work().resolve("answers"));
    try (Publication publication = Publication.open(paths);
        Teacher teacher = teacher(budget, cache)) {
      TrainedStudents students =
          new TrainedStudents(
              recipe.model(),
              recipe.training(),
              recipe.task(),
              recipe.answerTokens(),
              paths.work().resolve("students"),
              cache,
              progress);
      Llm2Llm.Result result =
          new Llm2Llm(recipe.task(), teacher, students, recipe.options()).run(seeds, heldOut);
      write(result);
      publication.publish();
      return new Outcome(result, seeds.size(), leftOut, budget.spent());
    }
  }

  private static void requireApart(List<Item> seeds, List<Item> heldOut) throws DataException {
    Set<String> ids = new HashSet<>();
    seeds.forEach(seed -> ids.add(seed.id()));
    long both = heldOut.stream().filter(item -> ids.contains(item.id())).count();
    if (both > 0) {
      throw new DataException(
          both + " held-out rows are among the seeds; a student cannot be measured on them");
    }
  }

  private Teacher teacher(Budget budget, AnswerCache cache) throws RecipeException {
    if (recipe.teacher().checkpoint().isPresent()) {
      AnswerReader reader = new AnswerReader(PriceList.NONE);
      try {
        return new CachedTeacher(
            LocalTeacher.open(recipe.teacher().checkpoint().get(), reader), cache, reader);
      } catch (CheckpointException e) {
        throw wrong("teacher.checkpoint", e);
      }
    }
    EndpointSection server = recipe.teacher().endpoint().orElseThrow();
    AnswerReader reader = new AnswerReader(server.settings().prices());
    try {
      return new CachedTeacher(
          EndpointTeacher.open(server.endpoint(), server.settings(), budget), cache, reader);
    } catch (IllegalArgumentException e) {
      throw wrong("teacher.key_variable", e);
    }
  }

  private RecipeException wrong(String where, RuntimeException why) {
    return new RecipeException("recipe " + recipe.name(), List.of(where + ": " + why.getMessage()));
  }

  /** Rows of one question and one answer, each once; an id is the conversation's. */
  private List<Item> items(List<InputSection> inputs, Map<String, Integer> leftOut)
      throws RecipeException, DataException, IOException {
    Map<String, Item> byId = new LinkedHashMap<>();
    for (Sample sample : SampleFiles.read(recipe.name(), inputs, paths, leftOut)) {
      List<Message> messages = sample.messages();
      boolean isPair =
          messages.size() == 2
              && messages.get(0).role() == Role.USER
              && messages.get(1).role() == Role.ASSISTANT
              && messages.stream().noneMatch(message -> message.content().isBlank());
      if (!isPair) {
        leftOut.merge("not_one_question_and_answer", 1, Integer::sum);
      } else if (!recipe.task().isRight(messages.get(1).content(), messages.get(1).content())) {
        // No answer could ever be right.
        leftOut.merge("answer_not_comparable", 1, Integer::sum);
      } else {
        Item item = new Item(sample.id(), messages.get(0).content(), messages.get(1).content());
        if (byId.put(item.id(), item) != null) {
          leftOut.merge("repeated", 1, Integer::sum);
        }
      }
    }
    return new ArrayList<>(byId.values());
  }

  private void write(Llm2Llm.Result result) throws IOException {
    List<ObjectNode> rows = new ArrayList<>();
    result.items().forEach(item -> rows.add(row(item)));
    lines(paths.staging().resolve(CurationPipeline.DATA).resolve("train.jsonl"), rows);
    List<ObjectNode> rejected = new ArrayList<>();
    result.rejected().forEach(item -> rejected.add(row(item)));
    lines(paths.staging().resolve(CurationPipeline.REJECTED).resolve("rejected.jsonl"), rejected);
    Path rounds = paths.staging().resolve("_winnow").resolve("rounds.json");
    Files.createDirectories(paths.staging().resolve("_winnow"));
    INDENTED.writeValue(rounds.toFile(), rounds(result));
  }

  private ObjectNode row(SyntheticItem made) {
    ObjectNode row = JSON.createObjectNode();
    row.put("id", made.item().id()).put("domain", recipe.task().name());
    ArrayNode messages = row.putArray("messages");
    messages.addObject().put("role", "user").put("content", made.item().question());
    messages.addObject().put("role", "assistant").put("content", made.item().answer());
    row.put("parent", made.seedId()).put("made_by", METHOD);
    row.putObject("meta").put("round", made.round()).put("attempt", made.attempt());
    return row;
  }

  private static ObjectNode row(RejectedItem left) {
    return JSON.createObjectNode()
        .put("step", METHOD)
        .put("reason", left.reason())
        .put("evidence", sound(left.evidence()))
        .put("parent", left.seedId())
        .put("round", left.round())
        .put("attempt", left.attempt())
        .put("text", sound(left.text()));
  }

  /** What a teacher says may hold half a surrogate pair, which no file can hold. */
  private static String sound(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static ObjectNode rounds(Llm2Llm.Result result) {
    ObjectNode json = JSON.createObjectNode();
    json.put("end", result.end().name().toLowerCase(Locale.ROOT));
    ArrayNode rounds = json.putArray("rounds");
    for (RoundReport report : result.rounds()) {
      ObjectNode round = rounds.addObject();
      round
          .put("round", report.round())
          .put("trained_on", report.trainedOn())
          .put("wrong_seeds", report.wrongSeeds())
          .put("unanswered", total(report.unanswered()))
          .put("not_learned", total(report.notLearned()))
          .put("accepted", report.accepted());
      ObjectNode reasons = round.putObject("rejected");
      report.rejected().forEach(reasons::put);
      report.heldOut().ifPresent(score -> round.put("held_out", score));
    }
    return json;
  }

  private static int total(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** No file for no rows: readers stumble over empty ones. */
  private static void lines(Path file, List<ObjectNode> rows) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    Files.createDirectories(file.resolveSibling(""));
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (ObjectNode row : rows) {
        out.write(JSON.writeValueAsString(row));
        out.write('\n');
      }
    }
  }
}
