package org.winnow.pipelines.run;

import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.winnow.schemas.Rejection;

/** Says in one line why rows are broken. */
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
    StringJoiner text = new StringJoiner(", ");
    reasons.forEach((reason, rows) -> text.add(reason + " " + rows));
    return text.toString();
  }
}
