package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Runs a decoder token by token: keys and values of earlier tokens are kept, not computed again.
 *
 * <p>Several sequences take their next step together, because a product with a matrix of weights
 * costs about as much for eight rows as for one. Products always have {@value #SLOTS} rows, whether
 * used or not, a sequence's beginning is computed by itself, and each sequence attends by itself.
 * So what follows a sequence does not depend on the sequences beside it.
 *
 * <p>Safe for many threads, each with its own sequences.
 */
public final class StepwiseDecoder {
  /** Most sequences that take a step together. */
  public static final int SLOTS = 8;

  private final Decoder decoder;

  /** Runs that decoder, which stays the caller's. */
  public StepwiseDecoder(Decoder decoder) {
    this.decoder = decoder;
  }

  /**
   * Begins a sequence; the caller closes it.
   *
   * @param tokens its first tokens, none is allowed
   * @param capacity most tokens that it will have
   */
  public Sequence open(long[] tokens, int capacity) {
    Sequence sequence = Sequence.withRoom(decoder, capacity);
    try {
      sequence.checkRoom(tokens.length);
      if (tokens.length > 0) {
        fill(sequence, tokens);
      }
      sequence.grow(tokens.length);
      return sequence;
    } catch (RuntimeException e) {
      sequence.close();
      throw e;
    }
  }

  private void fill(Sequence sequence, long[] tokens) {
    try (PtNDManager scratch = decoder.newManager()) {
      NDArray x = decoder.embed(scratch, scratch.create(tokens, new Shape(1, tokens.length)));
      List<NDList> places = decoder.places(scratch, tokens.length);
      for (int layer = 0; layer < decoder.layers(); layer++) {
        NDArray input = x;
        x =
            decoder
                .kernels()
                .call(
                    scratch,
                    "layer_opening",
                    Kernels.of(input),
                    Kernels.of(places.get(layer)),
                    Kernels.of(decoder.layer(layer)),
                    Kernels.of(sequence.keys(layer)),
                    Kernels.of(sequence.values(layer)))
                .get(0);
        input.close();
      }
    }
  }

  /**
   * Puts one token behind each sequence.
   *
   * @param sequences from one to {@value #SLOTS}, each with room for a token
   * @param tokens one for each sequence
   * @return what follows each sequence, in order; the caller closes it
   */
  public NextTokens step(List<Sequence> sequences, long[] tokens) {
    if (sequences.isEmpty() || sequences.size() > SLOTS || sequences.size() != tokens.length) {
      throw new IllegalArgumentException(
          "expected from 1 to "
              + SLOTS
              + " sequences and a token for each, got "
              + sequences.size()
              + " and "
              + tokens.length);
    }
    sequences.forEach(sequence -> sequence.checkRoom(1));
    PtNDManager kept = decoder.newManager();
    try (PtNDManager scratch = decoder.newManager()) {
      NDArray last = lastStates(scratch, sequences, tokens);
      NDArray logits =
          decoder
              .kernels()
              .call(
                  kept,
                  "next_logits",
                  Kernels.of(last),
                  Kernels.of(decoder.finalNorm()),
                  Kernels.of(decoder.head()))
              .get(0);
      long[] best =
          decoder.kernels().call(scratch, "most_likely", Kernels.of(logits)).get(0).toLongArray();
      sequences.forEach(sequence -> sequence.grow(1));
      return new NextTokens(kept, logits, best);
    } catch (RuntimeException e) {
      kept.close();
      throw e;
    }
  }

  private NDArray lastStates(PtNDManager scratch, List<Sequence> sequences, long[] tokens) {
    long[] at = new long[sequences.size()];
    Arrays.setAll(at, i -> sequences.get(i).length());
    long[] ids = Arrays.copyOf(tokens, SLOTS);
    NDArray x = decoder.embed(scratch, scratch.create(ids, new Shape(SLOTS, 1)));
    List<NDList> places = decoder.placesAt(scratch, Arrays.copyOf(at, SLOTS));
    for (int layer = 0; layer < decoder.layers(); layer++) {
      int own = layer;
      NDArray input = x;
      x =
          decoder
              .kernels()
              .call(
                  scratch,
                  "layer_step",
                  Kernels.of(input),
                  Kernels.of(places.get(layer)),
                  Kernels.of(decoder.layer(layer)),
                  Kernels.of(sequences.stream().map(s -> s.keys(own)).toList()),
                  Kernels.of(sequences.stream().map(s -> s.values(own)).toList()),
                  IValue.listFrom(at),
                  IValue.listFrom(firstSeen(at, decoder.window(layer))))
              .get(0);
      input.close();
    }
    return x;
  }

  private static long[] firstSeen(long[] at, OptionalInt window) {
    return Arrays.stream(at)
        .map(position -> window.isEmpty() ? 0 : Math.max(0, position + 1 - window.getAsInt()))
        .toArray();
  }
}
