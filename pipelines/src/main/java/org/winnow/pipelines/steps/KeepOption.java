package org.winnow.pipelines.steps;

import java.util.List;
import java.util.Optional;
import org.winnow.pipelines.recipe.RecipeNode;
import org.winnow.transforms.dedup.Preference;
import org.winnow.transforms.select.Criterion;

/**
 * The option {@code keep} of steps that drop copies.
 *
 * @param column the score column that decides; empty if none does
 * @param goal whether its high or low values are best
 */
record KeepOption(Optional<String> column, Criterion.Goal goal) {
  /** What may be written. */
  static final String TYPE = "{highest: a score column} or {lowest: a score column}";

  /** Reads the option. */
  static KeepOption read(RecipeNode node) {
    if (!node.isPresent() || !node.expectMapping("a mapping such as {highest: loss.mean}")) {
      return new KeepOption(Optional.empty(), Criterion.Goal.MAXIMIZE);
    }
    node.allowKeys("highest", "lowest");
    List<String> given =
        List.of("highest", "lowest").stream().filter(key -> node.get(key).isPresent()).toList();
    if (given.size() != 1) {
      node.problem(
          "expected either highest or lowest, found "
              + (given.isEmpty() ? "neither" : "both of them"));
      return new KeepOption(Optional.empty(), Criterion.Goal.MAXIMIZE);
    }
    String key = given.get(0);
    return new KeepOption(
        Optional.of(node.get(key).text("a score column")),
        key.equals("highest") ? Criterion.Goal.MAXIMIZE : Criterion.Goal.MINIMIZE);
  }

  /** Notes a problem if no earlier step adds the column. */
  void check(String where, PlanContext context) {
    column.ifPresent(name -> context.needColumn(where + ".keep", name));
  }

  Preference preference() {
    return column.map(name -> Preference.by(name, goal)).orElseGet(Preference::none);
  }

  /** Such as {@code , the one of highest loss.mean}; empty if no column decides. */
  String summary() {
    return column
        .map(
            name ->
                ", the one of " + (goal == Criterion.Goal.MAXIMIZE ? "highest " : "lowest ") + name)
        .orElse("");
  }
}
