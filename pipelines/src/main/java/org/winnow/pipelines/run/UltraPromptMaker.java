package org.winnow.pipelines.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.winnow.pipelines.RunPaths;
import org.winnow.pipelines.recipe.EndpointSection;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.UltraPromptSection;
import org.winnow.pipelines.recipe.UltraPromptSection.RewardSection;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.AnswerReader;
import org.winnow.synth.teacher.Budget;
import org.winnow.synth.teacher.CachedTeacher;
import org.winnow.synth.teacher.EndpointTeacher;
import org.winnow.synth.teacher.LocalTeacher;
import org.winnow.synth.teacher.PriceList;
import org.winnow.synth.teacher.Spending;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.ultraprompt.AnswerLossReward;
import org.winnow.synth.ultraprompt.ClassifierReward;
import org.winnow.synth.ultraprompt.JudgeReward;
import org.winnow.synth.ultraprompt.Reward;
import org.winnow.synth.ultraprompt.SearchModels;
import org.winnow.synth.ultraprompt.SearchRun;
import org.winnow.synth.ultraprompt.SearchTree;
import org.winnow.synth.ultraprompt.SeedInstruction;
import org.winnow.synth.ultraprompt.StepFailure;
import org.winnow.synth.ultraprompt.TreeJson;
import org.winnow.synth.ultraprompt.UltraPrompt;

/**
 * Searches some trees together. A part is {@code {"seeds": [{"id", "category", "text"}]}}, a line
 * that comes of it {@code {"tree": ..., "paused": {"reason", "evidence"}}}, the latter where a tree
 * waits for another run.
 */
final class UltraPromptMaker implements PartMaker {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Changes with the form of trees and with what is asked for them, so that no old one goes on. */
  private static final int FORMAT = 1;

  private final UltraPromptSection section;
  private final SearchTreeStore trees;
  private final Teacher responder;
  private final Reward reward;
  private final List<Server> servers;

  /** A server that is paid for beside the teacher's. */
  private record Server(String who, Budget budget) {}

  private UltraPromptMaker(
      UltraPromptSection section,
      SearchTreeStore trees,
      Teacher responder,
      Reward reward,
      List<Server> servers) {
    this.section = section;
    this.trees = trees;
    this.responder = responder;
    this.reward = reward;
    this.servers = servers;
  }

  /**
   * Opens responder and reward.
   *
   * @param source from where answers of servers come that are not known
   * @throws RecipeException if a checkpoint or a server's key is not there
   */
  static UltraPromptMaker open(
      String recipe, UltraPromptSection section, RunPaths paths, AnswerSource source)
      throws RecipeException {
    AnswerCache cache = new AnswerCache(paths.answers());
    List<Server> servers = new ArrayList<>();
    try {
      SearchTreeStore trees = new SearchTreeStore(paths.work().resolve("trees"), models(section));
      Teacher responder = responder(section, source, cache, servers);
      try {
        Reward reward = reward(section.reward(), source, cache, servers);
        return new UltraPromptMaker(section, trees, responder, reward, servers);
      } catch (RecipeException | RuntimeException e) {
        responder.close();
        throw e;
      }
    } catch (CheckpointException | IllegalArgumentException e) {
      throw new RecipeException("recipe " + recipe, List.of("ultraprompt: " + e.getMessage()));
    }
  }

  /** All that decides what models say; the checkpoints by their content. */
  private static String models(UltraPromptSection section) {
    ObjectNode models = JSON.createObjectNode().put("format", FORMAT);
    models.put("rewriting", section.rewriting().toString());
    models.put("responding", section.responding().toString());
    RewardSection reward = section.reward();
    if (reward instanceof RewardSection.AnswerLoss loss) {
      models.put("answer_loss", digest(loss.model()));
    } else if (reward instanceof RewardSection.Classifier classifier) {
      models.put("classifier", digest(classifier.model()));
    } else if (reward instanceof RewardSection.Judge judge) {
      models.put("judge", judge.grading().toString());
    }
    return models.toString();
  }

  private static String digest(ModelSpec model) {
    Checkpoint found = Checkpoint.inspect(model.checkpoint());
    return found.modelDigest() + " " + found.tokenizerDigest() + " " + model.maxTokens();
  }

  private static Teacher responder(
      UltraPromptSection section, AnswerSource source, AnswerCache cache, List<Server> servers)
      throws RecipeException {
    Optional<EndpointSection> server = section.responder().endpoint();
    AnswerReader reader = reader(server);
    if (server.isPresent()) {
      return served("responder", server.get(), source, cache, servers);
    }
    return new CachedTeacher(
        LocalTeacher.open(section.responder().checkpoint().orElseThrow(), reader), cache, reader);
  }

  private static Teacher served(
      String who,
      EndpointSection server,
      AnswerSource source,
      AnswerCache cache,
      List<Server> servers)
      throws RecipeException {
    Budget budget = new Budget(server.budget());
    servers.add(new Server(who, budget));
    AnswerReader reader = reader(Optional.of(server));
    Optional<Teacher> standIn = source.standIn(who, true, cache, reader);
    Teacher asked =
        standIn.isPresent()
            ? standIn.get()
            : EndpointTeacher.open(server.endpoint(), server.settings(), budget);
    return OpenTeacher.watched(new CachedTeacher(asked, cache, reader));
  }

  private static AnswerReader reader(Optional<EndpointSection> server) {
    return new AnswerReader(server.map(s -> s.settings().prices()).orElse(PriceList.NONE));
  }

  private static Reward reward(
      RewardSection section, AnswerSource source, AnswerCache cache, List<Server> servers)
      throws RecipeException {
    if (section instanceof RewardSection.AnswerLoss loss) {
      return AnswerLossReward.open(loss.model());
    }
    if (section instanceof RewardSection.Classifier classifier) {
      return ClassifierReward.open(classifier.model());
    }
    RewardSection.Judge judge = (RewardSection.Judge) section;
    return new JudgeReward(
        served("judge", judge.server(), source, cache, servers), judge.grading());
  }

  @Override
  public List<String> make(String part, Teacher teacher) {
    List<SearchTree> starts = new ArrayList<>();
    for (SeedInstruction seed : seeds(part)) {
      starts.add(
          trees.resume(
              SearchTree.start(seed, section.principles().actions(seed), section.search())));
    }
    SearchModels models =
        new SearchModels(teacher, section.rewriting(), responder, section.responding(), reward);
    SearchRun run = new UltraPrompt(models).run(starts, section.together(), trees::put);
    return run.trees().stream()
        .map(tree -> line(tree, Optional.ofNullable(run.paused().get(tree.seed().id()))))
        .toList();
  }

  private static List<SeedInstruction> seeds(String part) {
    List<SeedInstruction> seeds = new ArrayList<>();
    for (JsonNode seed : read(part).path("seeds")) {
      seeds.add(
          new SeedInstruction(
              seed.path("id").asText(),
              seed.path("category").asText(),
              seed.path("text").asText()));
    }
    return seeds;
  }

  /** A part of these seeds. */
  static String part(List<SeedInstruction> seeds) {
    ObjectNode part = JSON.createObjectNode();
    for (SeedInstruction seed : seeds) {
      part.withArray("seeds")
          .addObject()
          .put("id", seed.id())
          .put("category", seed.category())
          .put("text", seed.text());
    }
    return part.toString();
  }

  private static String line(SearchTree tree, Optional<StepFailure> paused) {
    ObjectNode line = JSON.createObjectNode();
    line.set("tree", read(TreeJson.write(tree)));
    paused.ifPresent(
        failure ->
            line.putObject("paused")
                .put("reason", failure.reason())
                .put("evidence", SynthesisFiles.sound(failure.evidence())));
    return line.toString();
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
  public List<String> spent() {
    return servers.stream()
        .filter(server -> server.budget.spent().requests() > 0)
        .map(
            server -> {
              Spending spent = server.budget.spent();
              return String.format(
                  Locale.ROOT,
                  "the %s was sent %,d requests, %,d tokens, money %s",
                  server.who,
                  spent.requests(),
                  spent.tokens().total(),
                  spent.money().toPlainString());
            })
        .toList();
  }

  @Override
  public void close() {
    try (reward) {
      responder.close();
    }
  }
}
