package org.winnow.runners.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.TryLaterException;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.refresh.DatasetDifference;
import org.winnow.pipelines.refresh.DatasetVersion;
import org.winnow.pipelines.refresh.RefreshOutcome;
import org.winnow.pipelines.refresh.RowChanges;
import org.winnow.pipelines.run.PipelineFailedException;
import org.winnow.runners.schedule.Outcome;
import org.winnow.runners.schedule.Result;
import org.winnow.transforms.RunBoard;

/** One attempt of a schedule to refresh, by the recipe as it stands then. */
final class ScheduledRefresh implements Supplier<Result> {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduledRefresh.class);

  private final RefreshOptions options;
  private final Path dataset;
  private final PrintWriter out;

  ScheduledRefresh(RefreshOptions options, Path dataset, PrintWriter out) {
    this.options = options;
    this.dataset = dataset;
    this.out = out;
  }

  @Override
  public Result get() {
    RunBoard.clear(); // of the run before, which is shown until this one reads
    try {
      RefreshOutcome outcome = options.refresh(options.recipe(), dataset).run();
      RefreshTable.print(outcome, dataset, out);
      return result(outcome);
    } catch (RecipeException e) {
      return bad(Outcome.RECIPE, e);
    } catch (TryLaterException e) {
      return bad(Outcome.BUSY, e);
    } catch (DataException e) {
      return bad(Outcome.DATA, e);
    } catch (IOException | PipelineFailedException | RuntimeException e) {
      return bad(Outcome.FAILED, e);
    }
  }

  private static Result bad(Outcome outcome, Exception failure) {
    LOG.info("where the failure came from", failure);
    boolean isPlain = outcome != Outcome.FAILED || failure instanceof PipelineFailedException;
    String message = isPlain ? failure.getMessage() : failure.toString();
    return Result.bad(outcome, Printable.lines(String.valueOf(message)));
  }

  /** What came of an attempt that ended as it should. */
  static Result result(RefreshOutcome outcome) {
    if (outcome instanceof RefreshOutcome.Published made) {
      RowChanges rows =
          made.difference()
              .map(DatasetDifference::rows)
              .orElseGet(() -> new RowChanges(made.version().rows(), 0, 0, 0));
      return new Result(
          Outcome.PUBLISHED, OptionalInt.of(made.version().number()), Optional.of(rows), "");
    }
    if (outcome instanceof RefreshOutcome.Unchanged same) {
      return nothing(Outcome.UNCHANGED, same.latest());
    }
    if (outcome instanceof RefreshOutcome.TakenBack back) {
      return nothing(Outcome.TAKEN_BACK, back.latest());
    }
    if (outcome instanceof RefreshOutcome.Refused refused) {
      String failures = String.join("\n", refused.failures());
      return Result.bad(Outcome.REFUSED, Printable.lines("not as expected: " + failures));
    }
    throw new IllegalArgumentException("unknown outcome " + outcome);
  }

  private static Result nothing(Outcome outcome, DatasetVersion latest) {
    return new Result(outcome, OptionalInt.of(latest.number()), Optional.empty(), "");
  }
}
