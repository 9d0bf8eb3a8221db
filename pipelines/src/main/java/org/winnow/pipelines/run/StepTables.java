package org.winnow.pipelines.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.winnow.transforms.StepTable;

/** Shows the tables that steps hand to the report: to programs as they are, to people in words. */
final class StepTables {
  private StepTables() {}

  /** Adds each table under its name, as a list of rows; shares are from 0 to 1. */
  static void addTo(ObjectNode tables, List<StepTable> all) {
    for (StepTable table : all) {
      ArrayNode rows = tables.putArray(table.name());
      for (List<StepTable.Cell> cells : table.rows()) {
        ObjectNode row = rows.addObject();
        for (int i = 0; i < cells.size(); i++) {
          String column = table.columns().get(i);
          cells
              .get(i)
              .map(
                  text -> row.put(column, text),
                  count -> row.put(column, count),
                  share -> row.put(column, share));
        }
      }
    }
  }

  /** A table as a template takes it: a title, heads and rows of cells; nothing is escaped. */
  static Map<String, Object> values(StepTable table) {
    return Map.of(
        "title",
        table.step() + ": " + inWords(table.name()),
        "columns",
        IntStream.range(0, table.columns().size())
            .mapToObj(
                column ->
                    Map.of(
                        "name",
                        inWords(table.columns().get(column)),
                        "is_number",
                        table.rows().stream().allMatch(row -> isNumber(row.get(column)))))
            .toList(),
        "rows",
        table.rows().stream().map(row -> row.stream().map(StepTables::value).toList()).toList());
  }

  private static String inWords(String name) {
    return name.replace('_', ' ');
  }

  private static boolean isNumber(StepTable.Cell cell) {
    return cell.map(text -> false, count -> true, share -> true);
  }

  private static Map<String, Object> value(StepTable.Cell cell) {
    String shown =
        cell.map(
            text -> text, count -> String.format(Locale.ROOT, "%,d", count), StepTables::percent);
    return Map.of("shown", shown, "is_number", isNumber(cell));
  }

  /** Rounded down, so that what is not more than half is not shown as more. */
  private static String percent(double share) {
    return BigDecimal.valueOf(share).movePointRight(2).setScale(1, RoundingMode.DOWN) + " %";
  }
}
