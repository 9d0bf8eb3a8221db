package org.winnow.transforms.read;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.winnow.schemas.BatchCutter;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.schemas.format.ReadLimits;
import org.winnow.schemas.format.RowSink;
import org.winnow.schemas.format.SampleReader;
import org.winnow.transforms.BusyTime;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.RunBoard;
import org.winnow.transforms.StepResult;

/**
 * Reads files into batches that are cut where the content says so.
 *
 * <p>Each file is read in order by one worker, in constant memory. Batches do not span files. A bad
 * row is rejected with its file and number, and reading goes on; a file that cannot be opened at
 * all fails the run.
 */
public final class ReadCorpus extends PTransform<PBegin, StepResult> {
  /** Step name in rejections and on the board. */
  public static final String STEP = "read";

  private final String board;
  private final List<InputFile> files;
  private final ReadLimits limits;

  /** A read of these files. */
  public ReadCorpus(List<InputFile> files, ReadLimits limits) {
    this(STEP, files, limits);
  }

  /**
   * A read of files that belong to a step.
   *
   * @param board the step's name on the board; rejections name {@value #STEP} all the same
   */
  public ReadCorpus(String board, List<InputFile> files, ReadLimits limits) {
    this.board = board;
    this.files = List.copyOf(files);
    this.limits = limits;
  }

  @Override
  public StepResult expand(PBegin begin) {
    PCollectionTuple read =
        begin
            .apply("List files", Create.of(files).withCoder(SerializableCoder.of(InputFile.class)))
            .apply("Spread files", Reshuffle.viaRandomKey())
            .apply(
                "Read rows",
                ParDo.of(new ReadFile(board, limits))
                    .withOutputTags(StepResult.KEPT, TupleTagList.of(StepResult.REJECTED)));
    return new StepResult(
        read.get(StepResult.KEPT).setCoder(CorpusBatchCoder.of()),
        read.get(StepResult.REJECTED).setCoder(RejectionCoder.of()));
  }

  private static final class ReadFile extends DoFn<InputFile, CorpusBatch> {
    private final String board;
    private final ReadLimits limits;

    ReadFile(String board, ReadLimits limits) {
      this.board = board;
      this.limits = limits;
    }

    @ProcessElement
    public void process(@Element InputFile file, MultiOutputReceiver out) throws IOException {
      try (BusyTime busy = BusyTime.start(board)) {
        read(
            file,
            busy.outside(out.get(StepResult.KEPT)::output),
            busy.outside(out.get(StepResult.REJECTED)::output));
      }
    }

    private void read(InputFile file, Consumer<CorpusBatch> kept, Consumer<Rejection> rejected)
        throws IOException {
      BatchCutter cutter = new BatchCutter();
      Progress progress = new Progress(board, file.bytes());
      SampleReader.read(
          file.source(),
          limits,
          new RowSink() {
            private long rows;

            @Override
            public void position(long bytesRead) {
              progress.reach(bytesRead);
            }

            @Override
            public boolean wantsMore() {
              return rows < file.maxRows();
            }

            @Override
            public void accept(Sample sample) {
              rows++;
              emit(cutter.add(sample), kept);
            }

            @Override
            public void reject(Rejection rejection) {
              rows++;
              rejected.accept(rejection);
            }
          });
      emit(cutter.finish(), kept);
      progress.reach(file.bytes());
    }

    /** Notes on the board how far a file is read, in steps that cost nothing. */
    private static final class Progress {
      private static final long STEP_BYTES = 1 << 16;
      private final String board;
      private final long size;
      private long noted;

      Progress(String board, long size) {
        this.board = board;
        this.size = size;
      }

      void reach(long bytes) {
        long reached = Math.min(bytes, size);
        if (reached - noted >= STEP_BYTES || reached == size) {
          RunBoard.add(board, RunBoard.Count.BYTES, reached - noted);
          noted = reached;
        }
      }
    }

    private void emit(Optional<CorpusBatch> batch, Consumer<CorpusBatch> kept) {
      batch.ifPresent(
          b -> {
            RunBoard.add(board, RunBoard.Count.ROWS, b.rows());
            kept.accept(b);
          });
    }
  }
}
