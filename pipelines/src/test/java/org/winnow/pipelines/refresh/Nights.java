package org.winnow.pipelines.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.Fixtures;
import org.winnow.pipelines.recipe.Recipe;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.pipelines.run.DatasetRows;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Locations;

/** A dataset that is refreshed every night, its inputs, and a clock that goes as the test says. */
final class Nights {
  private final Path folder;
  private final Time time = new Time();
  private final AtomicInteger runs = new AtomicInteger();

  Nights(Path folder) {
    this.folder = folder;
  }

  /** A clock that stands still until somebody moves it. */
  private static final class Time extends Clock {
    private Instant now = Instant.parse("2026-11-01T02:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  void pass(Duration duration) {
    time.now = time.now.plus(duration);
  }

  Path dataset() {
    return folder.resolve("dataset");
  }

  Path input(String name) {
    return folder.resolve("in").resolve(name);
  }

  /** Writes a file of rows that no other file has. */
  void write(String name, int rows) throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.write(
        input(name),
        IntStream.range(0, rows)
            .mapToObj(i -> Fixtures.row("What is " + i + " in " + name + "?"))
            .toList());
  }

  /** Replaces some lines of a file. */
  void change(String name, int rows, String by) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(input(name)));
    for (int i = 0; i < rows; i++) {
      lines.set(i, by.isEmpty() ? Fixtures.row("Changed " + i + " of " + name) : by);
    }
    Files.write(input(name), lines);
  }

  private Recipe recipe() throws Exception {
    return RecipeReader.read(
        Fixtures.recipe(
            folder,
            "name: nightly",
            "seed: 7",
            "model: {checkpoint: builtin:reference, max_tokens: 256}",
            "input: [{path: in/}]",
            "steps: [{score: {scorers: [loss]}}, {dedup_exact: {}}, {near_dup: {verify: 0.7}}]",
            "expect: {min_rows: 10, max_drop: 50%}",
            "output: {format: jsonl}"),
        List.of());
  }

  RefreshOutcome refresh() throws Exception {
    return refresh(step -> {});
  }

  RefreshOutcome refresh(Consumer<PublishingStep> listener) throws Exception {
    RefreshRun.Options options =
        new RefreshRun.Options(
            OptionalInt.of(5),
            plan -> Fixtures.leanLauncher(),
            time,
            "night " + runs.incrementAndGet(),
            plan -> {});
    return new RefreshRun(recipe(), dataset(), options, listener).run();
  }

  /** Somebody else's lock. */
  void lockedUntil(Duration fromNow) throws IOException {
    Files.createDirectories(folder.resolve("dataset.winnow"));
    Files.writeString(
        folder.resolve("dataset.winnow/refresh.lock"),
        "{\"owner\":\"somebody\",\"until\":\"" + time.now.plus(fromNow) + "\"}");
  }

  /**
   * Looks whether readers get a whole dataset whose files are as its manifest says and which
   * follows its parent.
   *
   * @return its number; 0 if there is none
   */
  int checkLatest() throws IOException, DataException {
    Optional<DatasetVersion> latest = new Versions(dataset()).latest();
    if (latest.isEmpty()) {
      return 0;
    }
    Path link = Locations.isLocal(dataset()) ? dataset().resolve("latest") : latest.get().folder();
    DatasetRows.open(link);
    JsonNode manifest = DatasetVersion.manifest(link);
    assertThat(manifest.path("version").asInt()).isEqualTo(latest.get().number());
    if (latest.get().parent().isPresent()) {
      Path parent =
          dataset().resolve("versions").resolve("%06d".formatted(latest.get().parent().getAsInt()));
      if (Files.exists(parent)) {
        assertThat(manifest.at("/parent/manifest_sha256").asText())
            .isEqualTo(Digests.hex(parent.resolve("_winnow/manifest.json")));
      }
    }
    return latest.get().number();
  }
}
