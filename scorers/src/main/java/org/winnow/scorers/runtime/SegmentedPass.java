package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
import org.winnow.scorers.runtime.Decoder.LayerTrace;
import org.winnow.scorers.runtime.Decoder.Recorded;
import org.winnow.scorers.runtime.Decoder.Recording;
import org.winnow.scorers.runtime.Stopwatch.Phase;

/**
 * One pass through the decoder, forward and back, that keeps a stated number of layers at once.
 *
 * <p>The layers are cut into segments from the top. Forward, only the last segment keeps what its
 * backward needs, and of each other segment its input is kept. Backward, each other segment is
 * computed once more from its input when its turn comes. With one segment nothing is computed
 * twice.
 */
final class SegmentedPass {
  /** Takes what the backward pass finds, from the top down; the arrays live until it returns. */
  interface Consumer {
    /** Input of the last norm, and the gradient at its output. */
    void lastNorm(NDArray input, NDArray outputGradient);

    /**
     * The layers of a segment.
     *
     * @param first number of its first layer
     * @param gradients for each layer the gradients at {@link LayerTrace#outputs}
     */
    void layers(int first, List<LayerTrace> traces, List<List<NDArray>> gradients);

    /** Gradient at the embedded tokens; only where all parameters were recorded. */
    void embedding(NDArray gradient);
  }

  private final Decoder decoder;
  private final PtNDManager scratch;
  private final Recording recording;
  private final List<Integer> firstLayers;
  private final List<NDArray> inputs;
  private final List<NDList> places;
  private final Recorded top;

  private SegmentedPass(
      Decoder decoder, PtNDManager scratch, NDArray ids, Recording recording, int layersAtOnce) {
    this.decoder = decoder;
    this.scratch = scratch;
    this.recording = recording;
    this.places = decoder.places(scratch, (int) ids.getShape().get(1));
    this.firstLayers = firstLayers(decoder.layers(), layersAtOnce);
    this.inputs = new ArrayList<>();
    NDArray x = decoder.embedRecording(ids);
    for (int segment = 0; segment < firstLayers.size() - 1; segment++) {
      inputs.add(x);
      x = decoder.advance(x, places, firstLayers.get(segment), firstLayers.get(segment + 1));
    }
    inputs.add(x);
    this.top = record(firstLayers.size() - 1);
  }

  /** The first layer of each segment; only the lowest segment may have fewer layers. */
  static List<Integer> firstLayers(int layers, int layersAtOnce) {
    List<Integer> first = new ArrayList<>();
    for (int end = layers; end > 0; end -= layersAtOnce) {
      first.add(0, Math.max(0, end - layersAtOnce));
    }
    return first;
  }

  /**
   * Runs forward.
   *
   * @param scratch owns what is kept
   * @param ids tokens, [samples, positions]
   * @param layersAtOnce from 1
   */
  static SegmentedPass forward(
      Decoder decoder, PtNDManager scratch, NDArray ids, Recording recording, int layersAtOnce) {
    return new SegmentedPass(decoder, scratch, ids, recording, layersAtOnce);
  }

  /** The states after the last norm, [samples, positions, hidden]; until {@link #backward}. */
  NDArray hidden() {
    return top.end();
  }

  /**
   * Runs back; once.
   *
   * @param hiddenGradient gradient of the sum of the samples' losses at {@link #hidden}
   */
  void backward(NDArray hiddenGradient, Stopwatch stopwatch, Consumer consumer) {
    NDArray gradient = hiddenGradient;
    for (int segment = firstLayers.size() - 1; segment >= 0; segment--) {
      boolean isTop = segment == firstLayers.size() - 1;
      int number = segment;
      Recorded recorded = isTop ? top : stopwatch.time(Phase.FORWARD, () -> record(number));
      gradient = backward(recorded, segment, gradient, stopwatch, consumer);
      recorded.manager().close();
    }
  }

  /** Gives the gradient at the segment's input; its own gradient where nobody asks for that. */
  private NDArray backward(
      Recorded recorded, int segment, NDArray endGradient, Stopwatch stopwatch, Consumer consumer) {
    List<NDArray> wanted = new ArrayList<>();
    recorded.layers().forEach(layer -> wanted.addAll(layer.outputs()));
    boolean wantsInput = segment > 0 || recording == Recording.ALL;
    if (wantsInput) {
      wanted.add(inputs.get(segment));
    }
    try (PtNDManager inner = (PtNDManager) scratch.newSubManager()) {
      List<NDArray> found =
          stopwatch.time(
              Phase.BACKWARD,
              () ->
                  decoder
                      .kernels()
                      .call(
                          inner,
                          "gradients",
                          Kernels.of(recorded.end()),
                          Kernels.of(wanted),
                          Kernels.of(endGradient)));
      int perLayer = recorded.layers().get(0).outputs().size();
      List<List<NDArray>> byLayer = new ArrayList<>();
      for (int layer = 0; layer < recorded.layers().size(); layer++) {
        byLayer.add(List.copyOf(found.subList(layer * perLayer, (layer + 1) * perLayer)));
      }
      stopwatch.time(
          Phase.SPECTRA,
          () -> {
            recorded.lastNormInput().ifPresent(input -> consumer.lastNorm(input, endGradient));
            consumer.layers(firstLayers.get(segment), recorded.layers(), byLayer);
            if (segment == 0 && recording == Recording.ALL) {
              consumer.embedding(found.get(found.size() - 1));
            }
            return true;
          });
      if (segment == 0) {
        return endGradient;
      }
      NDArray inputGradient = found.get(found.size() - 1);
      inputGradient.attach(scratch);
      return inputGradient;
    }
  }

  private Recorded record(int segment) {
    boolean isTop = segment == firstLayers.size() - 1;
    int end = isTop ? decoder.layers() : firstLayers.get(segment + 1);
    return decoder.record(
        (PtNDManager) scratch.newSubManager(),
        inputs.get(segment),
        places,
        firstLayers.get(segment),
        end,
        recording);
  }
}
