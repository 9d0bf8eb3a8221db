package org.winnow.pipelines.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.RunPaths;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.SynthesisRecipe;
import org.winnow.pipelines.recipe.UltraPromptSection;
import org.winnow.pipelines.recipe.UltraPromptSection.RewardSection;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.TeacherSettings;
import org.winnow.synth.ultraprompt.SearchTree;
import org.winnow.synth.ultraprompt.SeedInstruction;
import org.winnow.synth.ultraprompt.UltraPromptForecast;

/**
 * Better forms of instructions by UltraPrompt. The dataset's rows are pairs of instructions; beside
 * them are {@code steps/} and {@code samples/}, see {@link UltraPromptRows}; the table is {@code
 * ultraprompt.json}. Trees are kept in the working folder.
 */
final class UltraPromptRun implements DivisibleMethod {
  private final SynthesisRecipe recipe;
  private final UltraPromptSection section;
  private final RunPaths paths;
  private final AnswerSource source;
  private final List<SeedInstruction> seeds;
  private final Map<String, String> domains;

  private UltraPromptRun(
      SynthesisRecipe recipe,
      UltraPromptSection section,
      RunPaths paths,
      AnswerSource source,
      List<Instruction> instructions) {
    this.recipe = recipe;
    this.section = section;
    this.paths = paths;
    this.source = source;
    this.domains = new LinkedHashMap<>();
    this.seeds = new ArrayList<>();
    for (Instruction found : instructions) {
      domains.put(found.id(), found.domain());
      seeds.add(new SeedInstruction(found.id(), section.category(found.domain()), found.text()));
    }
  }

  /**
   * Reads the instructions.
   *
   * @throws RecipeException if a path or a model is wrong, or an instruction has no principle
   * @throws DataException if there is no instruction
   */
  static UltraPromptRun of(
      SynthesisRecipe recipe,
      UltraPromptSection section,
      RunPaths paths,
      Pairs pairs,
      AnswerSource source)
      throws RecipeException, DataException, IOException {
    if (section.responder().checkpoint().isPresent()) {
      SynthesisMethod.requireModel(
          recipe.name(), section.responder().checkpoint().get().checkpoint());
    }
    if (section.reward() instanceof RewardSection.AnswerLoss loss) {
      SynthesisMethod.requireModel(recipe.name(), loss.model().checkpoint());
    }
    List<Instruction> instructions = pairs.instructions(recipe.input());
    if (instructions.isEmpty()) {
      throw new DataException(
          "the input holds no row that begins with its one question; left out: " + pairs.leftOut());
    }
    return new UltraPromptRun(recipe, section, paths, source, instructions);
  }

  @Override
  public List<String> parts() {
    List<String> parts = new ArrayList<>();
    for (int from = 0; from < seeds.size(); from += section.together()) {
      int to = Math.min(from + section.together(), seeds.size());
      parts.add(UltraPromptMaker.part(seeds.subList(from, to)));
    }
    return parts;
  }

  @Override
  public PartMaker maker(AnswerSource answers) throws RecipeException {
    return UltraPromptMaker.open(recipe.name(), section, paths, answers);
  }

  @Override
  public AnswerSource source() {
    return source;
  }

  /** The trees of a part are asked for together already. */
  @Override
  public int workers() {
    return 1;
  }

  @Override
  public SynthesisReport finish(List<List<String>> made, SynthesisFiles files) throws IOException {
    UltraPromptRows rows = new UltraPromptRows(section.harvest(), section.principles(), domains);
    made.forEach(lines -> lines.forEach(rows::add));
    rows.checkAnyTreeGrew();
    UltraPromptTable table = rows.table();
    files.write(rows.pairs(), rows.rejected(), "ultraprompt.json", table.json());
    files.writeBeside(UltraPromptRows.STEPS, rows.steps());
    files.writeBeside(UltraPromptRows.SAMPLES, rows.samples());
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put("pairs", "data");
    tables.put(UltraPromptRows.STEPS, UltraPromptRows.STEPS);
    tables.put(UltraPromptRows.SAMPLES, UltraPromptRows.SAMPLES);
    files.writeCard(tables);
    return table.report();
  }

  @Override
  public SynthesisForecast forecast(TeacherSettings settings, AnswerCache cache) {
    List<SearchTree> trees =
        seeds.stream()
            .map(
                seed ->
                    SearchTree.start(seed, section.principles().actions(seed), section.search()))
            .toList();
    UltraPromptForecast forecast =
        UltraPromptForecast.of(trees, section.rewriting(), settings, cache);
    long responses =
        (long) seeds.size() * (section.search().iterations() + 1L) * section.search().responses();
    return new SynthesisForecast(
        String.format(Locale.ROOT, "%,d instructions", seeds.size()),
        String.format(
            Locale.ROOT,
            "%,d responses and as many rewards, as long as none is of no use",
            responses),
        forecast.first(),
        "one for each tree",
        forecast.most(),
        String.format(
            Locale.ROOT,
            "%,d trees x %,d iterations x %,d attempts",
            seeds.size(),
            section.search().iterations(),
            section.search().attempts()));
  }
}
