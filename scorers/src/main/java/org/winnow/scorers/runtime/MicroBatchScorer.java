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
import org.winnow.scorers.SignalNeeds;
import org.winnow.scorers.TokenSignals;
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
  private final SignalNeeds needs;
  private final long activationBudget;
  private final Stopwatch stopwatch;

  /**
   * A scorer of micro-batches that computes what is needed and nothing more.
   *
   * @param activationBudget bytes that a pass may keep for its way back, as far as single layers
   *     fit
   */
  public MicroBatchScorer(
      Decoder decoder, SignalNeeds needs, long activationBudget, Stopwatch stopwatch) {
    this.decoder = decoder;
    this.head = new OutputHead(decoder);
    this.needs = needs;
    this.activationBudget = activationBudget;
    this.stopwatch = stopwatch;
  }

  /** Computes the signals of every sample and hands them over one by one. */
  public void score(MicroBatch batch, BiConsumer<Item, SampleSignals> consumer) {
    try (PtNDManager scratch = decoder.newManager()) {
      NDArray ids = ids(scratch, batch);
      if (!needs(Need.LAYER_GRADIENTS)) {
        NDArray hidden = stopwatch.time(Phase.FORWARD, () -> decoder.forward(scratch, ids));
        handOver(batch, states(scratch, batch, hidden), List.of(), consumer);
        return;
      }
      SegmentedPass pass =
          stopwatch.time(
              Phase.FORWARD,
              () ->
                  SegmentedPass.forward(
                      decoder,
                      scratch,
                      ids,
                      needs(Need.ALL_GRADIENTS) ? Recording.ALL : Recording.PROJECTIONS,
                      layersAtOnce(batch)));
      States states = states(scratch, batch, pass.hidden());
      GradientReducer reducer =
          new GradientReducer(
              decoder, scratch, needs, batch, ids, pass.hidden(), states.heads().samples());
      pass.backward(states.heads().hiddenGradient().orElseThrow(), stopwatch, reducer);
      handOver(batch, states, reducer.results(), consumer);
    }
  }

  private int layersAtOnce(MicroBatch batch) {
    return needs(Need.COSINES)
        ? decoder.layers()
        : decoder.layersAtOnce(activationBudget, batch.items().size(), batch.positions());
  }

  /** What the states after the last norm say. */
  private record States(
      Heads heads, List<Map<String, ModelView>> views, List<Optional<HiddenSpread>> spreads) {}

  private States states(PtNDManager scratch, MicroBatch batch, NDArray hidden) {
    Heads heads =
        stopwatch.time(Phase.HEAD, () -> head.score(scratch, batch, hidden, needs.needs()));
    List<Optional<HiddenSpread>> spreads = new ArrayList<>();
    for (int i = 0; i < batch.items().size(); i++) {
      spreads.add(spread(scratch, hidden, i, batch.items().get(i).sample()));
    }
    return new States(heads, ownViews(scratch, batch, hidden), spreads);
  }

  private void handOver(
      MicroBatch batch,
      States states,
      List<? extends LayerGradients> gradients,
      BiConsumer<Item, SampleSignals> consumer) {
    for (int i = 0; i < batch.items().size(); i++) {
      Item item = batch.items().get(i);
      HeadResult result = states.heads().samples().get(i);
      consumer.accept(
          item,
          new SampleSignals(
              tokens(item.sample(), result),
              result.gradient(),
              gradients.isEmpty() ? Optional.empty() : Optional.of(gradients.get(i)),
              states.spreads().get(i),
              OptionalDouble.empty(),
              Arrays.copyOfRange(item.sample().scored(), 1, item.sample().length()),
              states.views().get(i)));
    }
  }

  /** How this model sees all tokens of each sample; nothing if nobody asks. */
  private List<Map<String, ModelView>> ownViews(
      PtNDManager scratch, MicroBatch batch, NDArray hidden) {
    if (!needs(Need.WHOLE_SAMPLE)) {
      return Collections.nCopies(batch.items().size(), Map.of());
    }
    MicroBatch whole = batch.allScored();
    List<HeadResult> heads =
        stopwatch
            .time(Phase.HEAD, () -> head.score(scratch, whole, hidden, tokenNeeds()))
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
      PtNDManager scratch, NDArray hidden, int at, EncodedSample sample) {
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
                        Kernels.of(hidden),
                        IValue.from(at),
                        IValue.from((long) sample.length()))
                    .get(0)
                    .toDoubleArray());
    return Optional.of(new HiddenSpread(pair[0], pair[1]));
  }

  /** Whether this scorer computes that. */
  public boolean needs(Need need) {
    return needs.has(need);
  }

  /**
   * One forward pass and what it says about the scored tokens of every sample, handed over one by
   * one; squared errors included if this scorer needs them.
   */
  public void forward(MicroBatch batch, BiConsumer<Item, TokenSignals> consumer) {
    try (PtNDManager scratch = decoder.newManager()) {
      NDArray ids = ids(scratch, batch);
      NDArray hidden = stopwatch.time(Phase.FORWARD, () -> decoder.forward(scratch, ids));
      List<HeadResult> heads =
          stopwatch
              .time(Phase.HEAD, () -> head.score(scratch, batch, hidden, tokenNeeds()))
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
