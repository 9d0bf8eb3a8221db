package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;
import org.winnow.scorers.checkpoint.AttentionSpec;
import org.winnow.scorers.checkpoint.DecoderSpec;
import org.winnow.scorers.checkpoint.RopeSpec;

/**
 * What a layer has to know about places in a sequence: rotary tables and who sees whom. The tables
 * live in native memory and belong to the manager they were made with.
 */
final class Places {
  private final AttentionSpec attention;
  private final NDList rotary;
  private final NDList still;

  private Places(AttentionSpec attention, NDList rotary, NDList still) {
    this.attention = attention;
    this.rotary = rotary;
    this.still = still;
  }

  /**
   * Makes the tables.
   *
   * @param positions longest sequence, in tokens
   */
  static Places of(PtNDManager manager, DecoderSpec decoder, int positions) {
    RopeSpec rope = decoder.rope();
    double amplitude = rope.scaling().amplitude();
    float[][] angles = rope.angles(positions);
    NDList rotary =
        new NDList(
            table(manager, angles, angle -> amplitude * StrictMath.cos(angle)),
            table(manager, angles, angle -> amplitude * StrictMath.sin(angle)));
    // Angle 0 turns nothing: a layer without rotary positions needs no code of its own.
    boolean needsStill =
        !decoder.attention().layers().stream().allMatch(AttentionSpec.Layer::rotary);
    float[][] zeros = new float[needsStill ? positions : 1][rope.dimensions() / 2];
    NDList still = new NDList(table(manager, zeros, angle -> 1), table(manager, zeros, angle -> 0));
    return new Places(decoder.attention(), rotary, still);
  }

  /** A function of the angles, float[positions][2 x pairs]: both halves of a row are the same. */
  static NDArray table(PtNDManager manager, float[][] angles, DoubleUnaryOperator function) {
    int half = angles[0].length;
    float[] values = new float[angles.length * 2 * half];
    for (int position = 0; position < angles.length; position++) {
      for (int i = 0; i < 2 * half; i++) {
        values[position * 2 * half + i] =
            (float) function.applyAsDouble(angles[position][i % half]);
      }
    }
    try (NDArray stored = manager.create(values, new Shape(angles.length, 2L * half))) {
      // A copy, because the stored array points into Java's memory.
      return stored.duplicate();
    }
  }

  /**
   * For each layer cosines and sines, [positions, rotated dimensions], and the mask that is added
   * to attention scores, [positions, positions]; an empty mask stands for plain causal attention,
   * which has a faster way. Layers share their arrays, and {@code scratch} owns them.
   */
  List<NDList> byLayer(PtNDManager scratch, Kernels kernels, int positions) {
    NDList turned = head(scratch, rotary, positions);
    NDList unturned = head(scratch, still, positions);
    NDArray none = scratch.zeros(new Shape(0));
    none.setName("places[]");
    Map<Integer, NDArray> masks = new HashMap<>();
    List<NDList> result = new ArrayList<>();
    for (AttentionSpec.Layer layer : attention.layers()) {
      int window = Math.min(positions, layer.window().orElse(positions));
      boolean plain = window == positions && attention.cap().isEmpty();
      NDList places = new NDList(layer.rotary() ? turned : unturned);
      places.add(
          plain
              ? none
              : masks.computeIfAbsent(window, width -> mask(scratch, kernels, positions, width)));
      result.add(places);
    }
    return result;
  }

  /**
   * For each layer cosines and sines at single positions, [positions, 1, 1, rotated dimensions].
   * Layers share their arrays, and {@code scratch} owns them.
   */
  List<NDList> at(PtNDManager scratch, Kernels kernels, long[] positions) {
    NDArray at = scratch.create(positions);
    NDList turned = rows(scratch, kernels, rotary, at);
    NDList unturned = allRotary() ? turned : rows(scratch, kernels, still, at);
    return attention.layers().stream().map(layer -> layer.rotary() ? turned : unturned).toList();
  }

  private boolean allRotary() {
    return attention.layers().stream().allMatch(AttentionSpec.Layer::rotary);
  }

  private static NDList rows(PtNDManager scratch, Kernels kernels, NDList tables, NDArray at) {
    NDList result = new NDList();
    for (NDArray table : tables) {
      result.addAll(kernels.call(scratch, "places_at", Kernels.of(table), Kernels.of(at)));
    }
    return result;
  }

  private static NDList head(PtNDManager scratch, NDList tables, int positions) {
    NDList result = new NDList();
    for (NDArray table : tables) {
      NDArray part = table.get("0:" + Math.min(positions, table.getShape().get(0)));
      part.attach(scratch);
      part.setName("places[]");
      result.add(part);
    }
    return result;
  }

  /** Made the recording way, because it may enter a graph. */
  private static NDArray mask(PtNDManager scratch, Kernels kernels, int positions, int window) {
    // Copies, because a created array points into Java's memory.
    NDArray at = scratch.create(LongStream.range(0, positions).toArray()).duplicate();
    at.setName("at");
    NDArray width = scratch.create(new long[] {window}).duplicate();
    width.setName("width");
    NDList arguments = new NDList(at, width);
    NDArray mask = kernels.recording("band", scratch.zeros(new Shape(1)), arguments).get(0);
    mask.setName("places[]");
    return mask;
  }
}
