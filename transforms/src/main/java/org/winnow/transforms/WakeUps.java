package org.winnow.transforms;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VoidCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Wakes Beam's direct runner where it would wait for ever.
 *
 * <p>When nothing is at work, that runner (2.70.0, {@code QuiescenceDriver}) tries once more what
 * waits for side inputs, and then only answers timers, and sources that still have something. If a
 * step of that last round puts out nothing, and so an empty side input of a later step is known, no
 * one tries the later step again: the run hangs, always or by chance, as threads happen to take
 * turns. A source that has nothing, but is not at its end either, is asked again each time the
 * runner has come to rest, and after that all that waits is tried.
 *
 * <p>Each such round makes at least one side input known for good. So a source that ends after as
 * many rounds as there are side inputs, and the one at the start, is enough.
 */
public final class WakeUps {
  private WakeUps() {}

  /**
   * Adds the source to a pipeline that is otherwise complete and is to run on the direct runner. It
   * has no output, and no other step changes.
   */
  public static void addTo(Pipeline pipeline) {
    Set<TupleTag<?>> sideInputs = new HashSet<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            if (node.getTransform() != null) {
              sideInputs.addAll(node.getTransform().getAdditionalInputs().keySet());
            }
          }
        });
    pipeline.apply("Wake up", Read.from(new Rounds(sideInputs.size() + 1)));
  }

  /** A source without elements that says so several times before it ends. */
  private static final class Rounds extends UnboundedSource<Void, Rounds.Mark> {
    private final int rounds;

    Rounds(int rounds) {
      this.rounds = rounds;
    }

    /** Where a reader stands; none is ever taken, since there are no elements. */
    private record Mark() implements CheckpointMark, Serializable {
      @Override
      public void finalizeCheckpoint() {}
    }

    @Override
    public List<Rounds> split(int desiredSplits, PipelineOptions options) {
      return List.of(this);
    }

    @Override
    public UnboundedReader<Void> createReader(PipelineOptions options, @Nullable Mark mark) {
      return new RoundsReader(this);
    }

    @Override
    public Coder<Mark> getCheckpointMarkCoder() {
      return SerializableCoder.of(Mark.class);
    }

    @Override
    public Coder<Void> getOutputCoder() {
      return VoidCoder.of();
    }
  }

  private static final class RoundsReader extends UnboundedSource.UnboundedReader<Void> {
    private final Rounds source;
    private int left;

    RoundsReader(Rounds source) {
      this.source = source;
      this.left = source.rounds;
    }

    @Override
    public boolean start() {
      return advance();
    }

    @Override
    public boolean advance() {
      left--;
      return false;
    }

    @Override
    public Instant getWatermark() {
      return left > 0 ? BoundedWindow.TIMESTAMP_MIN_VALUE : BoundedWindow.TIMESTAMP_MAX_VALUE;
    }

    @Override
    public Void getCurrent() {
      throw new NoSuchElementException("this source has no elements");
    }

    @Override
    public Instant getCurrentTimestamp() {
      throw new NoSuchElementException("this source has no elements");
    }

    @Override
    public UnboundedSource.CheckpointMark getCheckpointMark() {
      return new Rounds.Mark();
    }

    @Override
    public UnboundedSource<Void, ?> getCurrentSource() {
      return source;
    }

    @Override
    public void close() {}
  }
}
