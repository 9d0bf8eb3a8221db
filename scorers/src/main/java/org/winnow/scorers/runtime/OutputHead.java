package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.winnow.scorers.Need;
import org.winnow.scorers.WeightGradient;
import org.winnow.scorers.runtime.MicroBatch.Item;

/**
 * What the output head says about the scored tokens of a micro-batch.
 *
 * <p>Samples with few scored tokens go through the head together, because a product with the head's
 * matrix costs more for each row the fewer rows it has.
 */
final class OutputHead {
  /** With more rows at once a product costs no less for each of them. */
  private static final int ROWS_AT_ONCE = 256;

  private final Decoder decoder;

  OutputHead(Decoder decoder) {
    this.decoder = decoder;
  }

  /**
   * What the head says about one sample.
   *
   * @param crossEntropy of each scored token, in nats
   * @param entropy of the prediction of each scored token, in nats
   * @param squaredError distance of each prediction and its token; meaningless if not needed
   * @param gradient the gradient at the head's matrix; empty if not needed
   */
  record HeadResult(
      double[] crossEntropy,
      double[] entropy,
      double[] squaredError,
      Optional<WeightGradient> gradient) {}

  /**
   * What the head says about a micro-batch.
   *
   * @param samples one for each sample
   * @param hiddenGradient gradient of the sum of the samples' mean losses at the hidden states,
   *     [samples, positions, hidden]; empty if not needed
   */
  record Heads(List<HeadResult> samples, Optional<NDArray> hiddenGradient) {}

  /**
   * Runs the head.
   *
   * @param scratch owns the result
   * @param hidden states after the last norm, [samples, positions, hidden]
   */
  Heads score(PtNDManager scratch, MicroBatch batch, NDArray hidden, Set<Need> needs) {
    List<HeadResult> results = new ArrayList<>();
    NDList rows = new NDList();
    NDList gradients = new NDList();
    try (PtNDManager inner = decoder.newManager()) {
      int from = 0;
      while (from < batch.items().size()) {
        int to = groupEnd(batch.items(), from);
        NDArray at = inner.create(rows(batch, from, to));
        gradients.add(
            group(inner, hidden, at, batch.items().subList(from, to), needs, results::add));
        rows.add(at);
        from = to;
      }
      if (!needs.contains(Need.LAYER_GRADIENTS)) {
        return new Heads(results, Optional.empty());
      }
      boolean single = rows.size() == 1;
      NDArray placed =
          decoder
              .kernels()
              .call(
                  scratch,
                  "place_rows",
                  Kernels.of(hidden),
                  Kernels.of(single ? rows.get(0) : NDArrays.concat(rows)),
                  Kernels.of(single ? gradients.get(0) : NDArrays.concat(gradients)))
              .get(0);
      return new Heads(results, Optional.of(placed));
    }
  }

  /** The end of the samples that go through the head together with the one at {@code from}. */
  private int groupEnd(List<Item> items, int from) {
    long most = Math.min(ROWS_AT_ONCE, decoder.logitBudget() / decoder.head().getShape().get(0));
    long sum = items.get(from).sample().responseTokens();
    int to = from + 1;
    while (to < items.size() && sum + items.get(to).sample().responseTokens() <= most) {
      sum += items.get(to).sample().responseTokens();
      to++;
    }
    return to;
  }

  /** Flat positions of the hidden states that predict the scored tokens. */
  private static long[] rows(MicroBatch batch, int from, int to) {
    List<long[]> parts = new ArrayList<>();
    for (int i = from; i < to; i++) {
      long first = (long) i * batch.positions();
      parts.add(
          Arrays.stream(batch.items().get(i).sample().scoredPositions())
              .mapToLong(position -> first + position - 1)
              .toArray());
    }
    return parts.stream().flatMapToLong(Arrays::stream).toArray();
  }

  /** Gives the gradient at the hidden states of a group's scored tokens, [tokens, hidden]. */
  private NDArray group(
      PtNDManager inner,
      NDArray hidden,
      NDArray rows,
      List<Item> items,
      Set<Need> needs,
      Consumer<HeadResult> consumer) {
    boolean wantsNorm = needs.contains(Need.HEAD_GRADIENT);
    Kernels kernels = decoder.kernels();
    NDArray h = kernels.call(inner, "take_rows", Kernels.of(hidden), Kernels.of(rows)).get(0);
    long[] counts = items.stream().mapToLong(item -> item.sample().responseTokens()).toArray();
    long[] gold = items.stream().flatMapToLong(item -> Arrays.stream(gold(item))).toArray();
    NDList found =
        kernels.call(
            inner,
            "head",
            Kernels.of(h),
            Kernels.of(decoder.head()),
            Kernels.of(inner.create(gold)),
            IValue.listFrom(counts),
            IValue.from(wantsNorm),
            IValue.from(needs.contains(Need.LAYER_GRADIENTS)),
            IValue.from(needs.contains(Need.TOKEN_ERROR)));
    double[] crossEntropy = found.get(0).toDoubleArray();
    double[] entropy = found.get(1).toDoubleArray();
    double[] norm = found.get(2).toDoubleArray();
    double[] product = found.get(4).toDoubleArray();
    double[] error = found.get(5).toDoubleArray();
    int start = 0;
    for (int i = 0; i < counts.length; i++) {
      int end = start + (int) counts[i];
      consumer.accept(
          new HeadResult(
              Arrays.copyOfRange(crossEntropy, start, end),
              Arrays.copyOfRange(entropy, start, end),
              Arrays.copyOfRange(error, start, end),
              wantsNorm
                  ? Optional.of(new WeightGradient(norm[i], decoder.headSquaredNorm(), product[i]))
                  : Optional.empty()));
      start = end;
    }
    return found.get(3);
  }

  private static long[] gold(Item item) {
    return Arrays.stream(item.sample().scoredPositions())
        .mapToLong(position -> item.sample().ids()[position])
        .toArray();
  }
}
