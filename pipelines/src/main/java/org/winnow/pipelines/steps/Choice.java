package org.winnow.pipelines.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.values.PCollection;
import org.winnow.schemas.CorpusBatch;
import org.winnow.transforms.Amount;
import org.winnow.transforms.Grouping;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.select.AddParetoFront;
import org.winnow.transforms.select.Criterion;
import org.winnow.transforms.select.Criterion.Goal;
import org.winnow.transforms.select.KeepRanked;
import org.winnow.transforms.select.KeepWithin;
import org.winnow.transforms.select.RankByTopsis;
import org.winnow.transforms.select.RowOrder;
import org.winnow.transforms.select.Winsorizing;

/** The ways in which {@code select} chooses rows. */
sealed interface Choice {
  /** Score columns that rows must have. */
  List<String> needed();

  /** Score columns that rows get on the way. */
  default List<String> added() {
    return List.of();
  }

  /** What decides, for a plan. */
  String summary();

  /** Chooses. */
  StepResult apply(PCollection<CorpusBatch> corpus, Settings settings);

  /**
   * What all ways have in common.
   *
   * @param label the step's name in this run
   * @param seed the recipe's seed
   * @param keep how many rows of each group stay; empty where the way itself says it
   * @param within what a group is
   * @param explains whether rows that stay say why
   */
  record Settings(
      String label, long seed, Optional<Amount> keep, Grouping within, boolean explains) {
    private StepResult best(PCollection<CorpusBatch> corpus, RowOrder order) {
      return corpus.apply(
          "Keep best", explained(KeepRanked.best(label, seed, order, keep.orElseThrow(), within)));
    }

    private StepResult middle(PCollection<CorpusBatch> corpus, RowOrder order) {
      return corpus.apply(
          "Keep middle",
          explained(KeepRanked.middle(label, seed, order, keep.orElseThrow(), within)));
    }

    private KeepRanked explained(KeepRanked selection) {
      return explains ? selection.explained() : selection;
    }
  }

  /** The names of criteria with what is wanted of them, such as {@code +a, -b}. */
  private static String shown(List<Criterion> criteria) {
    return String.join(
        ", ",
        criteria.stream().map(c -> (c.goal() == Goal.MAXIMIZE ? "+" : "-") + c.column()).toList());
  }

  private static List<String> columns(List<Criterion> criteria) {
    return criteria.stream().map(Criterion::column).toList();
  }

  /**
   * The best by one column.
   *
   * @param criterion the column and what is wanted of it
   */
  record Best(Criterion criterion) implements Choice {
    @Override
    public List<String> needed() {
      return List.of(criterion.column());
    }

    @Override
    public String summary() {
      return "by " + shown(List.of(criterion));
    }

    @Override
    public StepResult apply(PCollection<CorpusBatch> corpus, Settings settings) {
      return settings.best(corpus, new RowOrder.ByColumn(criterion.column(), criterion.goal()));
    }
  }

  /**
   * The rows around the median of one column.
   *
   * @param column a score column
   */
  record Middle(String column) implements Choice {
    @Override
    public List<String> needed() {
      return List.of(column);
    }

    @Override
    public String summary() {
      return "around the median of " + column;
    }

    @Override
    public StepResult apply(PCollection<CorpusBatch> corpus, Settings settings) {
      return settings.middle(corpus, new RowOrder.ByColumn(column, Goal.MINIMIZE));
    }
  }

  /** By chance, for comparison. */
  record Chance() implements Choice {
    @Override
    public List<String> needed() {
      return List.of();
    }

    @Override
    public String summary() {
      return "by chance";
    }

    @Override
    public StepResult apply(PCollection<CorpusBatch> corpus, Settings settings) {
      return settings.best(corpus, new RowOrder.ByChance());
    }
  }

  /**
   * All rows in a range of one column.
   *
   * @param column a score column
   * @param min lowest value that stays; -infinity for any
   * @param max highest value that stays; infinity for any
   */
  record Threshold(String column, double min, double max) implements Choice {
    @Override
    public List<String> needed() {
      return List.of(column);
    }

    @Override
    public String summary() {
      List<String> limits = new ArrayList<>();
      if (min != Double.NEGATIVE_INFINITY) {
        limits.add(column + " >= " + min);
      }
      if (max != Double.POSITIVE_INFINITY) {
        limits.add(column + " <= " + max);
      }
      return "where " + String.join(" and ", limits);
    }

    @Override
    public StepResult apply(PCollection<CorpusBatch> corpus, Settings settings) {
      return corpus.apply("Keep within", new KeepWithin(settings.label, column, min, max));
    }
  }

  /**
   * The closest to the best of several columns.
   *
   * @param criteria at least one
   * @param winsorizing of each criterion
   */
  record Topsis(List<Criterion> criteria, Winsorizing winsorizing) implements Choice {
    @Override
    public List<String> needed() {
      return columns(criteria);
    }

    @Override
    public List<String> added() {
      return List.of(RankByTopsis.CLOSENESS);
    }

    @Override
    public String summary() {
      String between =
          winsorizing.equals(Winsorizing.NONE)
              ? ""
              : " between the quantiles "
                  + winsorizing.lowPercent().toPlainString()
                  + "% and "
                  + winsorizing.highPercent().toPlainString()
                  + "%";
      return "by TOPSIS over " + shown(criteria) + between;
    }

    @Override
    public StepResult apply(PCollection<CorpusBatch> corpus, Settings settings) {
      return settings.best(
          corpus.apply("Rank by TOPSIS", new RankByTopsis(criteria, winsorizing, settings.within)),
          new RowOrder.ByColumn(RankByTopsis.CLOSENESS, Goal.MAXIMIZE));
    }
  }

  /**
   * Pareto front by Pareto front, or the first one alone if no amount is given.
   *
   * @param criteria at least one
   */
  record Pareto(List<Criterion> criteria) implements Choice {
    @Override
    public List<String> needed() {
      return columns(criteria);
    }

    @Override
    public List<String> added() {
      return List.of(AddParetoFront.FRONT);
    }

    @Override
    public String summary() {
      return "by Pareto fronts of " + shown(criteria);
    }

    @Override
    public StepResult apply(PCollection<CorpusBatch> corpus, Settings settings) {
      Amount wanted = settings.keep.orElse(new Amount.Rows(1));
      PCollection<CorpusBatch> sorted =
          corpus.apply("Sort fronts", new AddParetoFront(criteria, wanted, settings.within));
      if (settings.keep.isEmpty()) {
        return sorted.apply(
            "Keep first front",
            new KeepWithin(settings.label, AddParetoFront.FRONT, Double.NEGATIVE_INFINITY, 1));
      }
      return settings.best(sorted, new RowOrder.ByColumn(AddParetoFront.FRONT, Goal.MINIMIZE));
    }
  }
}
