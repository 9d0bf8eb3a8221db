package org.winnow.scorers;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.winnow.schemas.Digests;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.checkpoint.DecoderSpec;
import org.winnow.scorers.text.ChatTemplate;

/**
 * What is to be scored with which model: checked, described and identified before any weight or
 * native library is loaded.
 *
 * <p>Equal fingerprints mean equal scores on devices of the same {@link DeviceKind}, so a
 * fingerprint, a device kind and a content hash together are a cache key.
 *
 * <pre>{@code
 * ScoringPlan plan = ScoringPlan.of(ModelSpec.of("builtin:reference"),
 *     List.of(ScorerConfig.of("loss"), ScorerConfig.of("donod")));
 * try (ScoringEngine engine = ScoringEngine.open(plan)) {
 *   BatchScores scores = engine.score(samples);
 * }
 * }</pre>
 */
public final class ScoringPlan implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Raised with every change that alters numbers; part of every fingerprint. */
  private static final String ENGINE_VERSION = "3";

  /** The columns that every plan makes, whatever its scorers. */
  public static final List<ScoreColumn> TEXT_COLUMNS =
      List.of(
          new ScoreColumn(
              "text.tokens", "tokens", Direction.NEUTRAL, "Tokens that the model sees."),
          new ScoreColumn(
              "text.response_tokens", "tokens", Direction.NEUTRAL, "Tokens that are scored."),
          new ScoreColumn(
              "text.truncated", "0 or 1", Direction.NEUTRAL, "1 if tokens were left out."));

  private final ModelSpec model;
  private final ArrayList<ScorerConfig> scorers;
  private final ArrayList<ScoreColumn> columns;
  private final String fingerprint;

  private ScoringPlan(
      ModelSpec model, List<ScorerConfig> scorers, List<ScoreColumn> columns, String fingerprint) {
    this.model = model;
    this.scorers = new ArrayList<>(scorers);
    this.columns = new ArrayList<>(columns);
    this.fingerprint = fingerprint;
  }

  /**
   * Checks the checkpoint, the chat template and every option.
   *
   * @param scorers distinct scorers; may be empty, then only the text columns are made
   * @throws IllegalArgumentException if a scorer or option is wrong; names all of them
   * @throws CheckpointException if the checkpoint cannot be used; names every problem
   */
  public static ScoringPlan of(ModelSpec wanted, List<ScorerConfig> scorers) {
    List<String> problems = problems(scorers);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", problems));
    }
    Checkpoint checkpoint = Checkpoint.inspect(wanted.checkpoint());
    DecoderSpec decoder = checkpoint.decoder();
    ModelSpec model = wanted.within(decoder.maxPositions());
    ChatTemplate.of(checkpoint.tokenizer());
    for (String other : otherCheckpoints(scorers)) {
      compare(model, checkpoint, Checkpoint.inspect(other));
    }
    List<ScoreColumn> columns = new ArrayList<>(TEXT_COLUMNS);
    for (ScorerConfig config : scorers) {
      columns.addAll(typeOf(config).columns(config.options(), decoder));
    }
    return new ScoringPlan(model, scorers, columns, fingerprint(model, checkpoint, scorers));
  }

  private static void compare(ModelSpec model, Checkpoint checkpoint, Checkpoint other) {
    if (!other.hasTokensOf(checkpoint)) {
      throw new CheckpointException(
          "checkpoint "
              + other.name()
              + " cannot be compared with "
              + checkpoint.name()
              + ": their tokenizers differ, expected the same vocabulary in tokenizer.json");
    }
    if (other.decoder().maxPositions() < model.maxTokens()) {
      throw new CheckpointException(
          "checkpoint "
              + other.name()
              + " has max_position_embeddings "
              + other.decoder().maxPositions()
              + ", fewer than max_tokens "
              + model.maxTokens());
    }
  }

  /** The checkpoints that scorers compare the model with, each once. */
  static List<String> otherCheckpoints(Collection<ScorerConfig> scorers) {
    return scorers.stream()
        .flatMap(c -> typeOf(c).create(c.options()).otherCheckpoints().stream())
        .distinct()
        .toList();
  }

  /** The checkpoints that this plan's scorers compare the model with, each once. */
  List<String> otherCheckpoints() {
    return otherCheckpoints(scorers);
  }

  /** Everything that is wrong with a list of scorers; reads no checkpoint. */
  public static List<String> problems(List<ScorerConfig> scorers) {
    List<String> problems = new ArrayList<>();
    List<String> known = Scorers.ALL.stream().map(ScorerType::name).toList();
    List<String> seen = new ArrayList<>();
    for (ScorerConfig config : scorers) {
      if (!known.contains(config.name())) {
        problems.add("unknown scorer '" + config.name() + "', known are " + known);
      } else {
        problems.addAll(typeOf(config).problems(config.options()));
      }
      if (seen.contains(config.name())) {
        problems.add("scorer '" + config.name() + "' is listed twice");
      }
      seen.add(config.name());
    }
    return problems;
  }

  private static ScorerType typeOf(ScorerConfig config) {
    return Scorers.named(config.name()).orElseThrow();
  }

  private static String fingerprint(
      ModelSpec model, Checkpoint checkpoint, Collection<ScorerConfig> scorers) {
    StringBuilder text = new StringBuilder();
    text.append("engine ").append(ENGINE_VERSION).append('\n');
    text.append("model ").append(checkpoint.modelDigest()).append('\n');
    text.append("tokenizer ").append(checkpoint.tokenizerDigest()).append('\n');
    text.append("max_tokens ").append(model.maxTokens()).append('\n');
    text.append("when_too_long ").append(model.whenTooLong()).append('\n');
    for (ScorerConfig config : scorers) {
      text.append(config.name())
          .append(' ')
          .append(typeOf(config).withDefaults(config.options()))
          .append('\n');
    }
    for (String other : otherCheckpoints(scorers)) {
      text.append("other ").append(Checkpoint.inspect(other).modelDigest()).append('\n');
    }
    return Digests.hex(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The model. */
  public ModelSpec model() {
    return model;
  }

  /** The columns that scoring makes, in order; the text columns come first. */
  public List<ScoreColumn> columns() {
    return List.copyOf(columns);
  }

  /** Identifies everything but the device that changes numbers, 64 hexadecimal digits. */
  public String fingerprint() {
    return fingerprint;
  }

  /** The configured scorers, in order. */
  List<Scorer> newScorers() {
    return scorers.stream().map(config -> typeOf(config).create(config.options())).toList();
  }

  /** Opens the checkpoint again and makes sure that it is still the one that was planned with. */
  Checkpoint openCheckpoint() {
    Checkpoint checkpoint = Checkpoint.inspect(model.checkpoint());
    if (!fingerprint(model, checkpoint, scorers).equals(fingerprint)) {
      throw new CheckpointException(
          "checkpoint "
              + model.checkpoint()
              + " is not the one that the plan was made with: its files have changed");
    }
    return checkpoint;
  }
}
