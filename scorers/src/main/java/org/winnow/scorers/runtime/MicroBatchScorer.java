package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiConsumer;
import org.winnow.scorers.HiddenSpread;
import org.winnow.scorers.LayerGradients;
import org.winnow.scorers.Need;
import org.winnow.scorers.SampleSignals;
import org.winnow.scorers.TokenSignals;
import org.winnow.scorers.WeightGradient;
import org.winnow.scorers.runtime.Decoder.Pass;
import org.winnow.scorers.runtime.Decoder.Recording;
import org.winnow.scorers.runtime.MicroBatch.Item;
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
  private final Set<Need> needs;
  private final Stopwatch stopwatch;

  /** A scorer of micro-batches that computes {@code needs} and nothing more. */
  public MicroBatchScorer(Decoder decoder, Set<Need> needs, Stopwatch stopwatch) {
    this.decoder = decoder;
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
      List<HeadResult> heads = stopwatch.time(Phase.HEAD, () -> heads(scratch, batch, pass, needs));
      Optional<Decoder.Gradients> gradients =
          layers
              ? Optional.of(
                  stopwatch.time(
                      Phase.BACKWARD,
                      () ->
                          decoder.backward(
                              scratch, pass, hiddenGradient(scratch, batch, pass, heads))))
              : Optional.empty();
      for (int i = 0; i < batch.items().size(); i++) {
        Item item = batch.items().get(i);
        HeadResult head = heads.get(i);
        int at = i;
        Optional<LayerGradients> layerGradients =
            gradients.map(
                found ->
                    new SampleGradients(
                        decoder, scratch, pass, found, ids, at, item.sample(), head));
        consumer.accept(
            item,
            new SampleSignals(
                tokens(item.sample(), head),
                head.gradient(),
                layerGradients,
                spread(scratch, pass, i, item.sample()),
                OptionalDouble.empty(),
                Arrays.copyOfRange(item.sample().scored(), 1, item.sample().length()),
                Map.of()));
      }
    }
  }

  private TokenSignals tokens(EncodedSample sample, HeadResult head) {
    int[] scored = sample.scoredPositions();
    boolean[] ends = new boolean[scored.length];
    for (int i = 0; i < scored.length; i++) {
      ends[i] = sample.endsSentence()[scored[i]];
    }
    double[] error = needs(Need.TOKEN_ERROR) ? head.squaredError() : new double[scored.length];
    return new TokenSignals(
        head.crossEntropy(), head.entropy(), error, ends, sample.responseBytes());
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
      Set<Need> wanted = EnumSet.of(Need.FORWARD);
      if (needs(Need.TOKEN_ERROR)) {
        wanted.add(Need.TOKEN_ERROR);
      }
      List<HeadResult> heads =
          stopwatch.time(Phase.HEAD, () -> heads(scratch, batch, pass, wanted));
      for (int i = 0; i < heads.size(); i++) {
        Item item = batch.items().get(i);
        consumer.accept(item, tokens(item.sample(), heads.get(i)));
      }
    }
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

  /**
   * What the output head says about one sample.
   *
   * @param rows flat positions of the hidden states that predict the scored tokens, [n]
   * @param gradient the gradient at the head's matrix; empty if not needed
   * @param hiddenGradient gradient of the mean loss at those hidden states, [n, hidden]; empty if
   *     not needed
   * @param squaredError meaningless if not needed
   */
  record HeadResult(
      NDArray rows,
      double[] crossEntropy,
      double[] entropy,
      Optional<WeightGradient> gradient,
      NDArray hiddenGradient,
      double[] squaredError) {}

  private List<HeadResult> heads(
      PtNDManager scratch, MicroBatch batch, Pass pass, Set<Need> wanted) {
    List<HeadResult> results = new ArrayList<>();
    for (int i = 0; i < batch.items().size(); i++) {
      results.add(head(scratch, pass.hidden(), i, batch.items().get(i).sample(), wanted));
    }
    return results;
  }

  private HeadResult head(
      PtNDManager scratch, NDArray hidden, int at, EncodedSample sample, Set<Need> wanted) {
    int[] scored = sample.scoredPositions();
    long[] rows = new long[scored.length];
    long[] gold = new long[scored.length];
    for (int i = 0; i < scored.length; i++) {
      rows[i] = at * hidden.getShape().get(1) + scored[i] - 1;
      gold[i] = sample.ids()[scored[i]];
    }
    boolean wantsNorm = wanted.contains(Need.HEAD_GRADIENT);
    boolean wantsGradient = wanted.contains(Need.LAYER_GRADIENTS);
    boolean wantsError = wanted.contains(Need.TOKEN_ERROR);
    Kernels kernels = decoder.kernels();
    NDArray rowArray = scratch.create(rows);
    try (PtNDManager inner = decoder.newManager()) {
      NDArray h = kernels.call(inner, "take_rows", Kernels.of(hidden), Kernels.of(rowArray)).get(0);
      NDList found =
          kernels.call(
              inner,
              "head",
              Kernels.of(h),
              Kernels.of(decoder.head()),
              Kernels.of(inner.create(gold)),
              IValue.from(wantsNorm),
              IValue.from(wantsGradient),
              IValue.from(wantsError));
      NDArray hiddenGradient = found.get(3);
      hiddenGradient.attach(scratch);
      Optional<WeightGradient> gradient =
          wantsNorm
              ? Optional.of(
                  new WeightGradient(
                      found.get(2).toDoubleArray()[0],
                      decoder.headSquaredNorm(),
                      found.get(4).toDoubleArray()[0]))
              : Optional.empty();
      return new HeadResult(
          rowArray,
          found.get(0).toDoubleArray(),
          found.get(1).toDoubleArray(),
          gradient,
          hiddenGradient,
          found.get(5).toDoubleArray());
    }
  }

  private NDArray hiddenGradient(
      PtNDManager scratch, MicroBatch batch, Pass pass, List<HeadResult> heads) {
    NDList rows = new NDList();
    NDList gradients = new NDList();
    for (HeadResult head : heads) {
      rows.add(head.rows());
      gradients.add(head.hiddenGradient());
    }
    boolean single = batch.items().size() == 1;
    return decoder
        .kernels()
        .call(
            scratch,
            "place_rows",
            Kernels.of(pass.hidden()),
            Kernels.of(single ? rows.get(0) : NDArrays.concat(rows)),
            Kernels.of(single ? gradients.get(0) : NDArrays.concat(gradients)))
        .get(0);
  }
}
