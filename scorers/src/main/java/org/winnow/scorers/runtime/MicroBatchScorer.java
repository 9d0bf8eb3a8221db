package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiConsumer;
import org.winnow.scorers.HiddenSpread;
import org.winnow.scorers.LayerGradients;
import org.winnow.scorers.ModelView;
import org.winnow.scorers.Need;
import org.winnow.scorers.SampleSignals;
import org.winnow.scorers.TokenSignals;
import org.winnow.scorers.runtime.Decoder.Pass;
import org.winnow.scorers.runtime.Decoder.Recording;
import org.winnow.scorers.runtime.MicroBatch.Item;
import org.winnow.scorers.runtime.OutputHead.HeadResult;
import org.winnow.scorers.runtime.OutputHead.Heads;
import org.winnow.scorers.runtime.Stopwatch.Phase;
import org.winnow.scorers.text.EncodedSample;

/**
 * Computes what the scorers need for one micro-batch: one forward pass and, if gradients are
 * needed, one backward pass for all its samples.
 *
 * <p>Samples do not mix in the decoder, so the backward of the sum of their losses gives each
 * sample's own gradients. The gradient of a loss at the hidden states is known in closed form, so
 * the graph ends there and the output head is never part of it.
 */
public final class MicroBatchScorer {
  private final Decoder decoder;
  private final OutputHead head;
  private final Set<Need> needs;
  private final Stopwatch stopwatch;

  /** A scorer of micro-batches that computes {@code needs} and nothing more. */
  public MicroBatchScorer(Decoder decoder, Set<Need> needs, Stopwatch stopwatch) {
    this.decoder = decoder;
    this.head = new OutputHead(decoder);
    this.needs = needs;
    this.stopwatch = stopwatch;
  }

  /**
   * Computes the signals of every sample and hands them over one by one. Gradients can be asked for
   * only until the consumer returns.
   */
  public void score(MicroBatch batch, BiConsumer<Item, SampleSignals> consumer) {
    try (PtNDManager scratch = decoder.newManager()) {
      Recording recording =
          !needs(Need.LAYER_GRADIENTS)
              ? Recording.NOTHING
              : needs(Need.ALL_GRADIENTS) ? Recording.ALL : Recording.PROJECTIONS;
      boolean layers = recording != Recording.NOTHING;
      NDArray ids = ids(scratch, batch);
      Pass pass =
          stopwatch.time(
              Phase.FORWARD,
              () ->
                  layers
                      ? decoder.forwardRecording(scratch, ids, recording)
                      : decoder.forward(scratch, ids));
      Heads heads =
          stopwatch.time(Phase.HEAD, () -> head.score(scratch, batch, pass.hidden(), needs));
      List<Map<String, ModelView>> views = ownViews(scratch, batch, pass);
      Optional<Decoder.Gradients> gradients =
          heads
              .hiddenGradient()
              .map(
                  hidden ->
                      stopwatch.time(
                          Phase.BACKWARD, () -> decoder.backward(scratch, pass, hidden)));
      for (int i = 0; i < batch.items().size(); i++) {
        Item item = batch.items().get(i);
        HeadResult result = heads.samples().get(i);
        int at = i;
        Optional<LayerGradients> layerGradients =
            gradients.map(
                found ->
                    new SampleGradients(
                        decoder, scratch, pass, found, ids, at, item.sample(), result));
        consumer.accept(
            item,
            new SampleSignals(
                tokens(item.sample(), result),
                result.gradient(),
                layerGradients,
                spread(scratch, pass, i, item.sample()),
                OptionalDouble.empty(),
                Arrays.copyOfRange(item.sample().scored(), 1, item.sample().length()),
                views.get(i)));
      }
    }
  }

  /** How this model sees all tokens of each sample; nothing if nobody asks. */
  private List<Map<String, ModelView>> ownViews(PtNDManager scratch, MicroBatch batch, Pass pass) {
    if (!needs(Need.WHOLE_SAMPLE)) {
      return Collections.nCopies(batch.items().size(), Map.of());
    }
    MicroBatch whole = batch.allScored();
    List<HeadResult> heads =
        stopwatch
            .time(Phase.HEAD, () -> head.score(scratch, whole, pass.hidden(), tokenNeeds()))
            .samples();
    List<Map<String, ModelView>> views = new ArrayList<>();
    for (int i = 0; i < heads.size(); i++) {
      TokenSignals tokens = tokens(whole.items().get(i).sample(), heads.get(i));
      views.add(Map.of(SampleSignals.OWN_MODEL, ModelView.of(tokens)));
    }
    return views;
  }

  private TokenSignals tokens(EncodedSample sample, HeadResult result) {
    int[] scored = sample.scoredPositions();
    boolean[] ends = new boolean[scored.length];
    for (int i = 0; i < scored.length; i++) {
      ends[i] = sample.endsSentence()[scored[i]];
    }
    double[] error = needs(Need.TOKEN_ERROR) ? result.squaredError() : new double[scored.length];
    return new TokenSignals(
        result.crossEntropy(), result.entropy(), error, ends, sample.responseBytes());
  }

  private Optional<HiddenSpread> spread(
      PtNDManager scratch, Pass pass, int at, EncodedSample sample) {
    if (!needs(Need.HIDDEN_SPREAD)) {
      return Optional.empty();
    }
    if (sample.length() < 2) {
      return Optional.of(new HiddenSpread(Double.NaN, Double.NaN));
    }
    double[] pair =
        stopwatch.time(
            Phase.SPECTRA,
            () ->
                decoder
                    .kernels()
                    .call(
                        scratch,
                        "hidden_spread",
                        Kernels.of(pass.hidden()),
                        IValue.from(at),
                        IValue.from((long) sample.length()))
                    .get(0)
                    .toDoubleArray());
    return Optional.of(new HiddenSpread(pair[0], pair[1]));
  }

  /** Whether this scorer computes that. */
  public boolean needs(Need need) {
    return needs.contains(need);
  }

  /**
   * One forward pass and what it says about the scored tokens of every sample, handed over one by
   * one; squared errors included if this scorer needs them.
   */
  public void forward(MicroBatch batch, BiConsumer<Item, TokenSignals> consumer) {
    try (PtNDManager scratch = decoder.newManager()) {
      NDArray ids = ids(scratch, batch);
      Pass pass = stopwatch.time(Phase.FORWARD, () -> decoder.forward(scratch, ids));
      List<HeadResult> heads =
          stopwatch
              .time(Phase.HEAD, () -> head.score(scratch, batch, pass.hidden(), tokenNeeds()))
              .samples();
      for (int i = 0; i < heads.size(); i++) {
        Item item = batch.items().get(i);
        consumer.accept(item, tokens(item.sample(), heads.get(i)));
      }
    }
  }

  /** What is needed of single tokens. */
  private Set<Need> tokenNeeds() {
    return needs(Need.TOKEN_ERROR)
        ? EnumSet.of(Need.FORWARD, Need.TOKEN_ERROR)
        : EnumSet.of(Need.FORWARD);
  }

  private static NDArray ids(PtNDManager scratch, MicroBatch batch) {
    int positions = batch.positions();
    long[] ids = new long[batch.items().size() * positions];
    for (int i = 0; i < batch.items().size(); i++) {
      long[] sample = batch.items().get(i).sample().ids();
      System.arraycopy(sample, 0, ids, i * positions, sample.length);
    }
    return scratch.create(ids, new Shape(batch.items().size(), positions));
  }
}
