package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.List;

/**
 * What a decoder keeps of one growing sequence: keys and values of every layer, in native memory.
 * For one thread at a time.
 */
public final class Sequence implements AutoCloseable {
  private final PtNDManager manager;
  private final List<NDArray> keys;
  private final List<NDArray> values;
  private final int capacity;
  private int length;

  private Sequence(PtNDManager manager, List<NDArray> keys, List<NDArray> values, int capacity) {
    this.manager = manager;
    this.keys = List.copyOf(keys);
    this.values = List.copyOf(values);
    this.capacity = capacity;
  }

  /** An empty sequence with room for {@code capacity} tokens. */
  static Sequence withRoom(Decoder decoder, int capacity) {
    PtNDManager manager = decoder.newManager();
    try {
      List<NDArray> keys = new ArrayList<>();
      List<NDArray> values = new ArrayList<>();
      for (int layer = 0; layer < decoder.layers(); layer++) {
        keys.add(room(decoder, manager, capacity));
        values.add(room(decoder, manager, capacity));
      }
      return new Sequence(manager, keys, values, capacity);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private static NDArray room(Decoder decoder, PtNDManager manager, int capacity) {
    return decoder
        .kernels()
        .call(manager, "room", Kernels.of(decoder.head()), IValue.from((long) capacity))
        .get(0);
  }

  /** Tokens that it holds. */
  public int length() {
    return length;
  }

  /** Keys of a layer, [key-value heads, capacity, head width]. */
  NDArray keys(int layer) {
    return keys.get(layer);
  }

  /** Values of a layer, shaped as its keys. */
  NDArray values(int layer) {
    return values.get(layer);
  }

  /** Makes sure that there is room for so many tokens more. */
  void checkRoom(int tokens) {
    if (length + tokens > capacity) {
      throw new IllegalArgumentException(
          "a sequence of " + length + " tokens has no room for " + tokens + " more: " + capacity);
    }
  }

  /** Notes that so many tokens were put behind those that it had. */
  void grow(int tokens) {
    checkRoom(tokens);
    length += tokens;
  }

  @Override
  public void close() {
    manager.close();
  }
}
