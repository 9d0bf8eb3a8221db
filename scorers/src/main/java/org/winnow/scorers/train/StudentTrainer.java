package org.winnow.scorers.train;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.winnow.schemas.AtomicFile;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Sample;
import org.winnow.schemas.Seeds;
import org.winnow.scorers.DeviceKind;
import org.winnow.scorers.EngineSettings;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.runtime.AdamW;
import org.winnow.scorers.runtime.MicroBatch;
import org.winnow.scorers.runtime.ModelWorkers;
import org.winnow.scorers.runtime.TorchRuntime;
import org.winnow.scorers.runtime.TrainableDecoder;
import org.winnow.scorers.text.EncodedSample;
import org.winnow.scorers.text.Encoding;
import org.winnow.scorers.text.SampleEncoder;

/**
 * Trains a checkpoint on samples: the loss is the mean cross-entropy of the assistants' tokens of a
 * step, the order of samples is a hash of the seed, the epoch and their ids.
 *
 * <p>A folder appears whole or not at all. Beside it stands the state of a training that is under
 * way; a training that was cut off goes on from there and gives the same bytes. One that is done is
 * not done again.
 */
public final class StudentTrainer {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final String RECORD = "training.json";
  private static final String STATE = "state.safetensors";
  private static final Pattern STATE_NAME = Pattern.compile("step-(\\d{1,18})");

  private final ModelSpec base;
  private final TrainingOptions options;
  private final EngineSettings settings;

  /**
   * A trainer.
   *
   * @param base what every training starts from, and how it reads samples
   */
  public StudentTrainer(ModelSpec base, TrainingOptions options) {
    this(base, options, EngineSettings.standard(DeviceKind.of(base.device())));
  }

  StudentTrainer(ModelSpec base, TrainingOptions options, EngineSettings settings) {
    this.base = base;
    this.options = options;
    this.settings = settings;
  }

  /**
   * One step of a training.
   *
   * @param step from 1
   * @param steps of the whole training
   * @param rate learning rate
   * @param loss before the step, in nats
   * @param gradientNorm before clipping
   */
  public record Step(long step, long steps, double rate, double loss, double gradientNorm) {}

  /**
   * Trains and writes a checkpoint.
   *
   * @param samples rows that cannot be read by the model are left out and counted
   * @param output the folder to make
   * @param progress is told every step that is taken now
   * @throws CheckpointException if the base cannot be used, or not with so many tokens
   * @throws IllegalArgumentException if no sample can be trained on, or if the folder holds
   *     something else
   * @throws IllegalStateException if numbers overflow; then nothing is written
   */
  public TrainingRecord train(List<Sample> samples, Path output, Consumer<Step> progress) {
    Checkpoint checkpoint = Checkpoint.inspect(base.checkpoint());
    ModelSpec model = base.within(checkpoint.decoder().maxPositions());
    String fingerprint = fingerprint(checkpoint, model, samples);
    Optional<TrainingRecord> done = done(output, fingerprint);
    if (done.isPresent()) {
      return done.get();
    }
    Map<String, Integer> refused = new TreeMap<>();
    List<MicroBatch.Item> items = items(checkpoint, model, samples, refused);
    if (items.isEmpty()) {
      throw new IllegalArgumentException(
          "none of " + samples.size() + " samples can be trained on: " + refused);
    }
    Path states = output.resolveSibling(output.getFileName() + ".training").resolve(fingerprint);
    try (TrainableDecoder decoder =
            TrainableDecoder.load(
                TorchRuntime.newManager(model.device()),
                checkpoint,
                model.maxTokens(),
                options.lowRank());
        ModelWorkers workers = new ModelWorkers(settings.workers(), checkpoint.name());
        AdamW optimizer = new AdamW(decoder, workers, settings.workers())) {
      TrainingRecord record =
          run(
              optimizer,
              items,
              new TrainingRecord(fingerprint, items.size(), refused, List.of()),
              states,
              progress);
      optimizer.checkFinite();
      publish(checkpoint, ends(checkpoint, items), decoder, record, output);
      delete(requireNonNull(states.getParent()));
      return record;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + output, e);
    }
  }

  private TrainingRecord run(
      AdamW optimizer,
      List<MicroBatch.Item> items,
      TrainingRecord fresh,
      Path states,
      Consumer<Step> progress)
      throws IOException {
    long perEpoch = options.stepsPerEpoch(items.size());
    long steps = options.steps(items.size());
    List<Double> losses = new ArrayList<>(restore(optimizer, states));
    List<MicroBatch.Item> order = List.of();
    int epoch = -1;
    while (optimizer.steps() < steps) {
      long step = optimizer.steps();
      if (step / perEpoch != epoch) {
        epoch = (int) (step / perEpoch);
        order = order(items, epoch);
      }
      int from = (int) (step % perEpoch) * options.batchSize();
      int to = Math.min(order.size(), from + options.batchSize());
      double rate = options.rate(step, steps);
      AdamW.Outcome outcome =
          optimizer.step(
              MicroBatch.cut(order.subList(from, to), settings.tokenBudget()),
              new AdamW.Settings(rate, options.weightDecay(), options.maxGradientNorm()));
      losses.add(outcome.loss());
      progress.accept(new Step(step + 1, steps, rate, outcome.loss(), outcome.gradientNorm()));
      if (optimizer.steps() % options.saveEvery() == 0 && optimizer.steps() < steps) {
        save(optimizer, losses, states);
      }
    }
    return new TrainingRecord(fresh.fingerprint(), fresh.samples(), fresh.refused(), losses);
  }

  private List<MicroBatch.Item> order(List<MicroBatch.Item> items, int epoch) {
    record Drawn(long draw, MicroBatch.Item item) {}
    return items.stream()
        .map(i -> new Drawn(Seeds.bits(options.seed(), "train", i.id(), "epoch " + epoch), i))
        .sorted(
            Comparator.comparingLong(Drawn::draw)
                .thenComparing(drawn -> drawn.item().id())
                .thenComparingInt(drawn -> drawn.item().row()))
        .map(Drawn::item)
        .toList();
  }

  private static List<MicroBatch.Item> items(
      Checkpoint checkpoint, ModelSpec model, List<Sample> samples, Map<String, Integer> refused) {
    List<MicroBatch.Item> items = new ArrayList<>();
    try (SampleEncoder encoder = SampleEncoder.open(checkpoint, model)) {
      for (int row = 0; row < samples.size(); row++) {
        Encoding encoding = encoder.encode(samples.get(row).messages());
        if (encoding instanceof Encoding.Encoded encoded) {
          items.add(new MicroBatch.Item(row, samples.get(row).id(), encoded.sample()));
        } else if (encoding instanceof Encoding.Refused no) {
          refused.merge(no.reason(), 1, Integer::sum);
        }
      }
    }
    return items;
  }

  private String fingerprint(Checkpoint checkpoint, ModelSpec model, List<Sample> samples) {
    StringBuilder text = new StringBuilder();
    text.append("model ").append(checkpoint.modelDigest()).append('\n');
    text.append("tokenizer ").append(checkpoint.tokenizerDigest()).append('\n');
    text.append(model.maxTokens()).append(' ').append(model.whenTooLong()).append('\n');
    text.append(options).append('\n');
    samples.forEach(sample -> text.append(sample.id()).append('\n'));
    return Digests.hex(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<TrainingRecord> done(Path output, String fingerprint) {
    Path file = output.resolve(RECORD);
    if (!Files.exists(output)) {
      return Optional.empty();
    }
    TrainingRecord found = Files.isRegularFile(file) ? read(file) : null;
    if (found == null || !found.fingerprint().equals(fingerprint)) {
      throw new IllegalArgumentException(
          output + " exists and is not what this training makes; name another folder or remove it");
    }
    return Optional.of(found);
  }

  private static TrainingRecord read(Path file) {
    try {
      return JSON.readValue(file.toFile(), TrainingRecord.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Saves the state under its step, then drops the one before. */
  private void save(AdamW optimizer, List<Double> losses, Path states) throws IOException {
    Path target = states.resolve("step-" + optimizer.steps());
    Path staging = states.resolve("staging");
    delete(staging);
    Files.createDirectories(staging);
    optimizer.write(staging.resolve(STATE));
    write(staging, new TrainingRecord(String.valueOf(states.getFileName()), 0, Map.of(), losses));
    NavigableMap<Long, Path> earlier = saved(states);
    Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
    for (Path old : earlier.values()) {
      delete(old);
    }
  }

  private static void write(Path folder, TrainingRecord record) throws IOException {
    AtomicFile.write(folder.resolve(RECORD), file -> JSON.writeValue(file.toFile(), record));
  }

  /**
   * Goes on from the latest state, if there is one; the losses up to there. Earlier ones may have
   * been cut short while they were deleted, so they are not read.
   */
  private static List<Double> restore(AdamW optimizer, Path states) throws IOException {
    NavigableMap<Long, Path> saved = saved(states);
    if (saved.isEmpty()) {
      return List.of();
    }
    for (Path old : saved.headMap(saved.lastKey()).values()) {
      delete(old);
    }
    Path latest = saved.lastEntry().getValue();
    optimizer.restore(latest.resolve(STATE), saved.lastKey());
    return read(latest.resolve(RECORD)).losses();
  }

  /** The saved states by the number of their steps. */
  private static NavigableMap<Long, Path> saved(Path states) throws IOException {
    NavigableMap<Long, Path> saved = new TreeMap<>();
    if (!Files.isDirectory(states)) {
      return saved;
    }
    try (Stream<Path> found = Files.list(states)) {
      for (Path state : found.toList()) {
        Matcher name = STATE_NAME.matcher(String.valueOf(state.getFileName()));
        if (name.matches()) {
          saved.put(Long.valueOf(name.group(1)), state);
        }
      }
    }
    return saved;
  }

  /**
   * What ends a text of the trained model: the checkpoint's own end tokens, and the special tokens
   * that close an answer in its chat template, which a base model's configuration does not name.
   */
  private static Set<Long> ends(Checkpoint checkpoint, List<MicroBatch.Item> items) {
    Set<Long> special = checkpoint.tokenizer().specialIds();
    Set<Long> ends = new TreeSet<>(checkpoint.endTokens());
    for (MicroBatch.Item item : items) {
      EncodedSample sample = item.sample();
      for (int position : sample.scoredPositions()) {
        if (sample.textBytes()[position] == 0 && special.contains(sample.ids()[position])) {
          ends.add(sample.ids()[position]);
        }
      }
    }
    return ends;
  }

  private static void publish(
      Checkpoint checkpoint,
      Set<Long> ends,
      TrainableDecoder decoder,
      TrainingRecord record,
      Path output)
      throws IOException {
    Path staging = output.resolveSibling(output.getFileName() + ".partial");
    delete(staging);
    Files.createDirectories(staging);
    checkpoint.copyWithoutWeights(staging, ends);
    decoder.writeWeights(staging.resolve("model.safetensors"));
    write(staging, record);
    Files.move(staging, output, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> found = Files.walk(folder)) {
      all = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
