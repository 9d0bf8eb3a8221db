package org.winnow.scorers.train;

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
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Folders;
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
   * @throws IllegalArgumentException if no sample can be trained on, if the folder holds something
   *     else, or if another training is at work on it
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
    try (SavedStates states = SavedStates.open(output, fingerprint)) {
      // Another training may have made it just now.
      Optional<TrainingRecord> made = done(output, fingerprint);
      TrainingRecord record =
          made.isPresent()
              ? made.get()
              : train(
                  checkpoint,
                  model,
                  items,
                  new TrainingRecord(fingerprint, items.size(), refused, List.of()),
                  states,
                  output,
                  progress);
      states.delete();
      return record;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + output, e);
    }
  }

  private TrainingRecord train(
      Checkpoint checkpoint,
      ModelSpec model,
      List<MicroBatch.Item> items,
      TrainingRecord fresh,
      SavedStates states,
      Path output,
      Consumer<Step> progress)
      throws IOException {
    try (TrainableDecoder decoder =
            TrainableDecoder.load(
                TorchRuntime.newManager(model.device()),
                checkpoint,
                model.maxTokens(),
                options.lowRank());
        ModelWorkers workers = new ModelWorkers(settings.workers(), checkpoint.name());
        AdamW optimizer = new AdamW(decoder, workers, settings.workers())) {
      if (options.fromScratch()) {
        decoder.drawWeights(options.seed());
      }
      TrainingRecord record = run(optimizer, items, fresh, states, progress);
      optimizer.checkFinite();
      publish(checkpoint, ends(checkpoint, items), decoder, record, output);
      return record;
    }
  }

  private TrainingRecord run(
      AdamW optimizer,
      List<MicroBatch.Item> items,
      TrainingRecord fresh,
      SavedStates states,
      Consumer<Step> progress)
      throws IOException {
    long perEpoch = options.stepsPerEpoch(items.size());
    long steps = options.steps(items.size());
    List<Double> losses = new ArrayList<>(states.restore(optimizer));
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
        states.save(optimizer, losses);
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
    Path file = output.resolve(TrainingRecord.FILE);
    if (!Files.exists(output)) {
      return Optional.empty();
    }
    TrainingRecord found = Files.isRegularFile(file) ? TrainingRecord.read(file) : null;
    if (found == null || !found.fingerprint().equals(fingerprint)) {
      throw new IllegalArgumentException(
          output + " exists and is not what this training makes; name another folder or remove it");
    }
    return Optional.of(found);
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
    Folders.delete(staging);
    Files.createDirectories(staging);
    checkpoint.copyWithoutWeights(staging, ends);
    decoder.writeWeights(staging.resolve("model.safetensors"));
    record.write(staging);
    Files.move(staging, output, StandardCopyOption.ATOMIC_MOVE);
  }
}
