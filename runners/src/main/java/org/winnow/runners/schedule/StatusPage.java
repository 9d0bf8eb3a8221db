package org.winnow.runners.schedule;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import org.winnow.pipelines.refresh.RowChanges;
import org.winnow.pipelines.run.Templates;

/** How a service is doing, for people and for machines. */
final class StatusPage {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String dataset;
  private final Service service;
  private final Supplier<Map<String, Long>> progress;

  /**
   * A page.
   *
   * @param dataset what is refreshed
   * @param service that refreshes it
   * @param progress rows that each step of the run at work has worked on
   */
  StatusPage(String dataset, Service service, Supplier<Map<String, Long>> progress) {
    this.dataset = dataset;
    this.service = service;
    this.progress = progress;
  }

  /** An HTML page; the template escapes every text. */
  String html() throws IOException {
    Status status = service.status();
    Map<String, Object> values = new HashMap<>();
    values.put("dataset", dataset);
    values.put("health", status.health().label());
    values.put("now", service.shown(status.now()));
    values.put("next", service.shown(status.next()));
    values.put("retry", status.retryAt().map(service::shown).orElse(""));
    values.put("since", status.atWork().map(begin -> service.shown(begin.started())).orElse(""));
    List<Map<String, Object>> steps = new ArrayList<>();
    progress.get().forEach((step, rows) -> steps.add(Map.of("name", step, "rows", number(rows))));
    values.put("steps", steps);
    values.put("attempts", status.attempts().stream().map(this::row).toList());
    return Templates.render(StatusPage.class, "status.html", values);
  }

  private Map<String, Object> row(Attempt attempt) {
    Result result = attempt.result();
    Map<String, Object> row = new HashMap<>();
    row.put("due", service.shown(attempt.begin().due()));
    row.put("number", attempt.begin().number());
    row.put("started", service.shown(attempt.begin().started()));
    row.put("duration", seconds(attempt.duration()));
    row.put("outcome", result.outcome().label());
    row.put("is_good", result.outcome().isGood());
    OptionalInt version = result.version();
    row.put("version", version.isPresent() ? String.valueOf(version.getAsInt()) : "");
    row.put("added", rows(result, RowChanges::added));
    row.put("removed", rows(result, RowChanges::removed));
    row.put("error", result.error());
    return row;
  }

  private static String rows(Result result, Function<RowChanges, Long> which) {
    return result.rows().map(which).map(StatusPage::number).orElse("");
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%,.1f", duration.toMillis() / 1e3);
  }

  /**
   * Whether all is well, and what is next.
   *
   * @param isGood whether nobody has to look after it
   * @param json the same with details; times are in UTC
   */
  record Health(boolean isGood, String json) {}

  Health health() throws IOException {
    Status status = service.status();
    ObjectNode json = JSON.createObjectNode();
    json.put("status", status.health().label())
        .put("next", status.next().toString())
        .put("overdue", status.isOverdue());
    status.retryAt().map(Instant::toString).ifPresent(at -> json.put("retry", at));
    status.atWork().ifPresent(begin -> json.put("running_since", begin.started().toString()));
    status.last().ifPresent(last -> put(last, json.putObject("last")));
    return new Health(status.health().isGood(), JSON.writeValueAsString(json));
  }

  private static void put(Attempt attempt, ObjectNode json) {
    Result result = attempt.result();
    json.put("outcome", result.outcome().label())
        .put("due", attempt.begin().due().toString())
        .put("attempt", attempt.begin().number())
        .put("ended", attempt.ended().toString());
    result.version().ifPresent(version -> json.put("version", version));
    if (!result.error().isEmpty()) {
      json.put("error", result.error());
    }
  }
}
