package org.winnow.pipelines.run;

import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.winnow.schemas.Rejection;

/** Says in one line why rows left. */
final class Reasons {
  private Reasons() {}

  /** Such as {@code malformed_json 12, empty_response 3}, in the order of reasons. */
  static String ofInvalid(RunSummary summary) {
    Map<String, Long> reasons = new TreeMap<>();
    for (SummaryLine.Rejected line : summary.rejected()) {
      if (line.kind() == Rejection.Kind.INVALID) {
        reasons.merge(line.reason(), line.rows(), Long::sum);
      }
    }
    return text(reasons);
  }

  /** Such as {@code select missing_score 12}, in the order of steps and reasons. */
  static String ofAll(RunSummary summary) {
    Map<String, Long> reasons = new TreeMap<>();
    for (SummaryLine.Rejected line : summary.rejected()) {
      reasons.merge(line.step() + " " + line.reason(), line.rows(), Long::sum);
    }
    return text(reasons);
  }

  private static String text(Map<String, Long> reasons) {
    StringJoiner text = new StringJoiner(", ");
    reasons.forEach((reason, rows) -> text.add(reason + " " + rows));
    return text.toString();
  }
}
