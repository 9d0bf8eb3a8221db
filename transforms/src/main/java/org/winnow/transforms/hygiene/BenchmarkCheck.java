package org.winnow.transforms.hygiene;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.winnow.schemas.Locations;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.schemas.format.ReadLimits;
import org.winnow.schemas.format.RowSink;
import org.winnow.schemas.format.SampleReader;
import org.winnow.schemas.format.SourceFile;
import org.winnow.transforms.read.InputFile;

/** Finds out before a run whether a benchmark has anything to compare rows with. */
public final class BenchmarkCheck {
  private BenchmarkCheck() {}

  /**
   * Reads files until a row turns up that has words in the compared part.
   *
   * @return why there is no such row; empty if there is one
   * @throws IOException if a file cannot be opened
   */
  public static Optional<String> problem(List<InputFile> files, SamplePart part)
      throws IOException {
    FirstRow first = new FirstRow(part);
    for (InputFile file : files) {
      SourceFile source =
          new SourceFile(Locations.path(file.path()), file.name(), file.domain(), file.mapping());
      SampleReader.read(source, ReadLimits.DEFAULT, first);
      if (!first.wantsMore()) {
        return Optional.empty();
      }
    }
    return Optional.of(first.problem());
  }

  private static final class FirstRow implements RowSink {
    private final SamplePart part;
    private boolean found;
    private long wordless;
    private String rejected = "";

    FirstRow(SamplePart part) {
      this.part = part;
    }

    @Override
    public void accept(Sample sample) {
      found = BenchmarkRow.of(sample, part).words() > 0;
      wordless += found ? 0 : 1;
    }

    @Override
    public void reject(Rejection rejection) {
      if (rejected.isEmpty()) {
        rejected =
            "row "
                + rejection.row()
                + " of "
                + rejection.file()
                + " is "
                + rejection.reason()
                + ", "
                + rejection.evidence();
      }
    }

    @Override
    public boolean wantsMore() {
      return !found;
    }

    String problem() {
      if (wordless > 0) {
        return "no row has words in the part that is compared";
      }
      return rejected.isEmpty() ? "the files hold no rows" : "no row can be read; " + rejected;
    }
  }
}
