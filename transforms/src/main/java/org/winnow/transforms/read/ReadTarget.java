package org.winnow.transforms.read;

import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.format.ReadLimits;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.StepResult;

/**
 * Reads files that a step compares the corpus with, as {@link ReadCorpus} reads the corpus.
 *
 * <p>Bad rows are rejected by the step that asks for the files: they are none of the corpus.
 */
public final class ReadTarget extends PTransform<PBegin, StepResult> {
  private final String step;
  private final List<InputFile> files;

  /**
   * A read of the files of a step.
   *
   * @param step the step's name in this run
   */
  public ReadTarget(String step, List<InputFile> files) {
    this.step = step;
    this.files = List.copyOf(files);
  }

  @Override
  public StepResult expand(PBegin begin) {
    // A name of its own on the board, where rows of the step are rows that it works on.
    StepResult read =
        begin.apply("Read rows", new ReadCorpus(step + " target", files, ReadLimits.DEFAULT));
    return new StepResult(
        read.kept(),
        read.rejected()
            .apply("Name the step", ParDo.of(new NameStep(step)))
            .setCoder(RejectionCoder.of()));
  }

  private static final class NameStep extends DoFn<Rejection, Rejection> {
    private final String step;

    NameStep(String step) {
      this.step = step;
    }

    @ProcessElement
    public void process(@Element Rejection rejection, OutputReceiver<Rejection> out) {
      out.output(
          new Rejection(
              rejection.kind(),
              rejection.id(),
              rejection.domain(),
              rejection.file(),
              rejection.row(),
              step,
              rejection.reason(),
              rejection.evidence()));
    }
  }
}
