package org.winnow.pipelines.recipe;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.winnow.pipelines.steps.Catalog;
import org.winnow.pipelines.steps.StepSpec;
import org.winnow.pipelines.steps.StepType;
import org.winnow.schemas.format.OptionalColumn;
import org.winnow.schemas.format.OutputFormat;
import org.winnow.schemas.format.OutputShape;
import org.winnow.scorers.ModelSpec;
import org.winnow.transforms.Amount;

/** Reads a recipe from YAML and checks everything that can be checked without touching the data. */
public final class RecipeReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML =
      YAMLMapper.builder(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String title;
  private final Path folder;
  private final Problems problems = new Problems();

  private RecipeReader(String title, Path folder) {
    this.title = title;
    this.folder = folder;
  }

  /**
   * Reads a recipe.
   *
   * @param file the YAML file; relative paths in it are relative to its folder
   * @param overrides changes of the form {@code path=value}
   * @throws RecipeException with every problem found, if there is any
   * @throws IOException if the file cannot be read
   */
  public static Recipe read(Path file, List<String> overrides) throws RecipeException, IOException {
    return ofFile(file).read(text(file), overrides);
  }

  /**
   * Reads the recipe of a training.
   *
   * @param file the YAML file; relative paths in it are relative to its folder
   * @param overrides changes of the form {@code path=value}
   * @throws RecipeException with every problem found, if there is any
   * @throws IOException if the file cannot be read
   */
  public static TrainingRecipe readTraining(Path file, List<String> overrides)
      throws RecipeException, IOException {
    return ofFile(file).readTraining(text(file), overrides);
  }

  /**
   * Reads the recipe of a synthesis.
   *
   * @param file the YAML file; relative paths in it are relative to its folder
   * @param overrides changes of the form {@code path=value}
   * @throws RecipeException with every problem found, if there is any
   * @throws IOException if the file cannot be read
   */
  public static SynthesisRecipe readSynthesis(Path file, List<String> overrides)
      throws RecipeException, IOException {
    RecipeReader reader = ofFile(file);
    return reader.readSynthesis(reader.tree(text(file)), overrides);
  }

  /**
   * The recipe of a synthesis as another process has read it.
   *
   * @param title what messages call it
   * @param folder what its relative paths are relative to
   * @param resolved {@link SynthesisRecipe#resolved} as JSON
   * @throws RecipeException with every problem found, which may lie in this machine
   */
  public static SynthesisRecipe readSynthesis(String title, Path folder, String resolved)
      throws RecipeException {
    try {
      return new RecipeReader(title, folder)
          .readSynthesis((ObjectNode) JSON.readTree(resolved), List.of());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("expected a recipe in JSON", e);
    }
  }

  /**
   * Whether a recipe is that of a synthesis: it has a method of one, or a teacher.
   *
   * @param overrides changes of the form {@code path=value}; what is wrong with them is said by who
   *     reads the recipe
   * @throws RecipeException if the file is not there or no mapping
   * @throws IOException if the file cannot be read
   */
  public static boolean isSynthesis(Path file, List<String> overrides)
      throws RecipeException, IOException {
    ObjectNode tree = ofFile(file).tree(text(file));
    new Overrides(YAML, new Problems()).apply(tree, overrides);
    return Syntheses.isOne(tree);
  }

  /**
   * Reads the recipe of a trial.
   *
   * @param file the YAML file; relative paths in it are relative to its folder
   * @param overrides changes of the form {@code path=value}
   * @throws RecipeException with every problem found, if there is any
   * @throws IOException if the file cannot be read
   */
  public static TrialRecipe readTrial(Path file, List<String> overrides)
      throws RecipeException, IOException {
    return ofFile(file).readTrial(text(file), overrides);
  }

  private static RecipeReader ofFile(Path file) {
    Path absolute = file.toAbsolutePath();
    return new RecipeReader(absolute.toString(), absolute.resolveSibling(""));
  }

  private static String text(Path file) throws RecipeException, IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new RecipeException(
          file.toAbsolutePath().toString(), List.of("recipe: there is no such file"));
    }
  }

  /**
   * Reads a recipe that is in no file.
   *
   * @param title what messages call it
   * @param folder what its relative paths are relative to
   * @param yaml its text
   * @param overrides changes of the form {@code path=value}
   * @throws RecipeException with every problem found, if there is any
   */
  public static Recipe readText(String title, Path folder, String yaml, List<String> overrides)
      throws RecipeException {
    return new RecipeReader(title, folder).read(yaml, overrides);
  }

  private Recipe read(String yaml, List<String> overrides) throws RecipeException {
    ObjectNode tree = tree(yaml);
    new Overrides(YAML, problems).apply(tree, overrides);
    RecipeNode root = new RecipeNode(tree, problems);
    root.allowKeys("name", "seed", "input", "model", "steps", "output", "max_rejected", "expect");
    Recipe recipe =
        new Recipe(
            name(root.get("name")),
            root.get("seed").wholeOr(0, Long.MIN_VALUE, Long.MAX_VALUE),
            input(root.get("input")),
            model(root.get("model")),
            steps(root.get("steps")),
            output(root.get("output")),
            root.get("max_rejected").isPresent()
                ? root.get("max_rejected").tolerance()
                : new Amount.Percent(BigDecimal.valueOf(5)),
            expect(root),
            tree);
    problems.throwIfAny(title);
    return recipe;
  }

  private static Expectations expect(RecipeNode root) {
    RecipeNode node = root.get("expect");
    Expectations expect = Expectations.read(node);
    boolean drops =
        root.get("steps").isList()
            && root.get("steps").items("steps").stream()
                .map(step -> step.get("decontaminate"))
                .anyMatch(step -> step.isPresent() && !isTag(step.get("action")));
    if (expect.maxContamination().isPresent() && !drops) {
      node.get("max_contamination")
          .problem("needs a step decontaminate that drops what it hits, found none");
    }
    return expect;
  }

  /** With {@code action: tag} nothing is dropped, so that nothing could be expected of it. */
  private static boolean isTag(RecipeNode action) {
    return action.isPresent()
        && !action.isMapping()
        && !action.isList()
        && action.scalar().filter("tag"::equalsIgnoreCase).isPresent();
  }

  private TrainingRecipe readTraining(String yaml, List<String> overrides) throws RecipeException {
    ObjectNode tree = tree(yaml);
    new Overrides(YAML, problems).apply(tree, overrides);
    RecipeNode root = new RecipeNode(tree, problems);
    root.allowKeys("name", "seed", "input", "model", "train");
    long seed = root.get("seed").wholeOr(0, Long.MIN_VALUE, Long.MAX_VALUE);
    TrainingRecipe recipe =
        new TrainingRecipe(
            name(root.get("name")),
            input(root.get("input")),
            Models.read(root.get("model"), this::resolve),
            Trainings.read(root.get("train"), seed));
    problems.throwIfAny(title);
    return recipe;
  }

  private SynthesisRecipe readSynthesis(ObjectNode tree, List<String> overrides)
      throws RecipeException {
    new Overrides(YAML, problems).apply(tree, overrides);
    RecipeNode root = new RecipeNode(tree, problems);
    Optional<SynthesisRecipe> recipe = Syntheses.read(tree, root, name(root.get("name")), folder);
    problems.throwIfAny(title);
    return recipe.orElseThrow();
  }

  private TrialRecipe readTrial(String yaml, List<String> overrides) throws RecipeException {
    ObjectNode tree = tree(yaml);
    new Overrides(YAML, problems).apply(tree, overrides);
    RecipeNode root = new RecipeNode(tree, problems);
    root.allowKeys(
        "name",
        "seed",
        "curated",
        "everything",
        "held_out",
        "model",
        "train",
        "repetitions",
        "answers");
    long seed = root.get("seed").wholeOr(0, Long.MIN_VALUE, Long.MAX_VALUE);
    RecipeNode answers = root.get("answers");
    TrialRecipe recipe =
        new TrialRecipe(
            name(root.get("name")),
            seed,
            input(root.get("curated")),
            input(root.get("everything")),
            input(root.get("held_out")),
            Models.read(root.get("model"), this::resolve),
            Trainings.read(root.get("train"), seed),
            (int) root.get("repetitions").wholeOr(3, 1, 1000),
            answers.isPresent() ? Optional.of(Llm2Llms.answers(answers)) : Optional.empty(),
            (int) answers.get("answer_tokens").wholeOr(256, 1, 1_000_000));
    problems.throwIfAny(title);
    return recipe;
  }

  private ObjectNode tree(String yaml) throws RecipeException {
    try (JsonParser parser = YAML.createParser(yaml)) {
      JsonNode tree = YAML.readTree(parser);
      if (tree instanceof ObjectNode mapping) {
        return mapping;
      }
      throw new RecipeException(
          title, List.of("recipe: expected a YAML mapping with name and input"));
    } catch (JsonProcessingException e) {
      throw new RecipeException(
          title,
          List.of(
              "line "
                  + (e.getLocation() == null ? "?" : e.getLocation().getLineNr())
                  + ": not YAML: "
                  + e.getOriginalMessage().lines().findFirst().orElse("")));
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot be read", e);
    }
  }

  private static String name(RecipeNode node) {
    String name = node.text("a name for the dataset");
    if (!name.isEmpty() && !name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,95}")) {
      node.problem("expected letters, digits, '.', '_' and '-', at most 96, found " + node.shown());
    }
    return name;
  }

  private List<InputSection> input(RecipeNode node) {
    return Inputs.read(node, folder);
  }

  private Path resolve(String written) {
    return folder.resolve(written);
  }

  private Optional<ModelSpec> model(RecipeNode node) {
    return node.isPresent() ? Optional.of(Models.read(node, this::resolve)) : Optional.empty();
  }

  private List<StepSection> steps(RecipeNode node) {
    List<StepSection> sections = new ArrayList<>();
    Map<String, Integer> uses = new HashMap<>();
    for (RecipeNode item : node.items("steps, each a mapping of one step name to its body")) {
      Map<String, RecipeNode> entries = item.entries();
      if (entries.size() != 1) {
        item.problem(
            "expected a mapping of one step name to its body, such as {dedup_exact: {}}, found "
                + item.shown());
        continue;
      }
      Map.Entry<String, RecipeNode> entry = entries.entrySet().iterator().next();
      String name = entry.getKey();
      RecipeNode body = entry.getValue();
      Optional<StepType> type = Catalog.find(name);
      if (type.isEmpty()) {
        item.problem(
            "unknown step '" + name + "'; known steps: " + String.join(", ", Catalog.names()));
        continue;
      }
      StepSpec spec = type.get().read(body);
      int use = uses.merge(name, 1, Integer::sum);
      sections.add(new StepSection(body.path(), use == 1 ? name : name + "_" + use, spec));
    }
    return sections;
  }

  private static OutputSection output(RecipeNode node) {
    if (node.isPresent()) {
      node.expectMapping("a mapping such as {format: parquet}");
    }
    node.allowKeys("format", "shape", "omit", "shard_rows");
    RecipeNode format = node.get("format");
    String wanted = format.textOr("parquet", "the name of a format");
    Optional<OutputFormat> found = OutputFormat.of(wanted);
    if (found.isEmpty() && !wanted.isEmpty()) {
      format.problem(
          "unknown format '"
              + wanted
              + "'; known formats: "
              + String.join(
                  ", ", Arrays.stream(OutputFormat.values()).map(OutputFormat::label).toList()));
    }
    return new OutputSection(
        found.orElse(OutputFormat.PARQUET),
        node.get("shape").oneOfOr(OutputShape.MESSAGES, OutputShape.class),
        omitted(node.get("omit")),
        node.get("shard_rows").wholeOr(50_000, 1, 100_000_000));
  }

  private static Set<OptionalColumn> omitted(RecipeNode node) {
    Set<OptionalColumn> columns = EnumSet.noneOf(OptionalColumn.class);
    if (node.isPresent()) {
      for (RecipeNode column : node.items("columns to leave out, such as [source_file]")) {
        columns.add(column.oneOfOr(OptionalColumn.META, OptionalColumn.class));
      }
    }
    return columns;
  }
}
