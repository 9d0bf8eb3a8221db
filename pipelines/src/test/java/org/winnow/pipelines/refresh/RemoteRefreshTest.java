package org.winnow.pipelines.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.Fixtures;
import org.winnow.pipelines.remote.MemoryStore;
import org.winnow.schemas.Locations;

/** Nights of a dataset in an object store. */
class RemoteRefreshTest {
  private static Map<String, String> data(Path dataset, int number) throws IOException {
    Map<String, String> files =
        new TreeMap<>(Fixtures.tree(dataset.resolve("versions/%06d".formatted(number))));
    files.keySet().removeIf(file -> !file.startsWith("data/"));
    return files;
  }

  @Test
  void nightsGiveTheSameVersionsAsHere(@TempDir Path folder) throws Exception {
    Nights here = new Nights(folder);
    Nights there = new Nights(Locations.path("mem://nights/of/a"));
    for (Nights nights : new Nights[] {here, there}) {
      nights.write("a.jsonl", 30);
      assertThat(nights.refresh()).isInstanceOf(RefreshOutcome.Published.class);
      assertThat(nights.checkLatest()).isEqualTo(1);
      assertThat(nights.refresh()).isInstanceOf(RefreshOutcome.Unchanged.class);
      nights.pass(Duration.ofDays(1));
      nights.write("b.jsonl", 12);
      nights.change("a.jsonl", 2, "");
      RefreshOutcome second = nights.refresh();
      assertThat(second).isInstanceOf(RefreshOutcome.Published.class);
      RefreshOutcome.Published published = (RefreshOutcome.Published) second;
      assertThat(published.report().rowsWritten()).isEqualTo(42);
      assertThat(published.difference()).isPresent();
      assertThat(nights.checkLatest()).isEqualTo(2);
      nights.pass(Duration.ofDays(1));
      nights.write("a.jsonl", 1);
      assertThat(nights.refresh()).isInstanceOf(RefreshOutcome.Refused.class);
      assertThat(nights.checkLatest()).isEqualTo(2);
    }

    for (int number : new int[] {1, 2}) {
      assertThat(data(there.dataset(), number))
          .isEqualTo(data(here.dataset(), number))
          .isNotEmpty();
    }
    assertThat(new Versions(there.dataset()).rollBack(Optional.empty()).number()).isEqualTo(1);
    assertThat(there.checkLatest()).isEqualTo(1);
  }

  @Test
  void aCrashIsMended() throws Exception {
    Nights nights = new Nights(Locations.path("mem://crashes"));
    nights.write("a.jsonl", 20);
    nights.refresh();
    int rows = 20;
    for (PublishingStep step : List.of(PublishingStep.MADE, PublishingStep.IN_PLACE)) {
      int before = nights.checkLatest();
      nights.write(step + ".jsonl", 5);
      assertThatThrownBy(
              () ->
                  nights.refresh(
                      reached -> {
                        if (reached == step) {
                          throw new IllegalStateException("a crash at " + step);
                        }
                      }))
          .hasMessageContaining("a crash at " + step);
      assertThat(nights.checkLatest()).isGreaterThanOrEqualTo(before);
      nights.pass(Duration.ofDays(1));
      nights.refresh();
      rows += 5;
      assertThat(nights.checkLatest()).isGreaterThan(before);
      assertThat(new Versions(nights.dataset()).latest().orElseThrow().rows()).isEqualTo(rows);
    }
  }

  @Test
  void aVersionThatIsHalfPublishedIsNone() throws Exception {
    Nights nights = new Nights(Locations.path("mem://half"));
    nights.write("a.jsonl", 20);
    nights.refresh();
    nights.write("b.jsonl", 5);
    MemoryStore.guard(
        (operation, key) -> {
          if (operation.equals("put")
              && key.equals("mem://half/dataset/versions/000002/_winnow/SUCCESS")) {
            throw new IOException("the network is gone");
          }
        });
    try {
      assertThatThrownBy(nights::refresh).hasMessageContaining("the network is gone");
    } finally {
      MemoryStore.guard((operation, key) -> {});
    }
    assertThat(Files.exists(nights.dataset().resolve("versions/000002/data"))).isTrue();
    assertThat(new Versions(nights.dataset()).numbers()).hasSize(1);
    assertThat(nights.checkLatest()).isEqualTo(1);

    nights.pass(Duration.ofDays(1));
    nights.refresh();
    assertThat(nights.checkLatest()).isEqualTo(3); // the number is not used again
    nights.write("c.jsonl", 5);
    nights.refresh();
    assertThat(nights.checkLatest()).isEqualTo(4);
    assertThat(Files.exists(nights.dataset().resolve("versions/000002"))).isFalse();
    assertThat(MemoryStore.keys())
        .filteredOn(key -> key.startsWith("mem://half/dataset.winnow/"))
        .allMatch(key -> key.startsWith("mem://half/dataset.winnow/store/"));
  }

  @Test
  void whoLostTheRightPublishesNothing() throws Exception {
    Nights nights = new Nights(Locations.path("mem://lost"));
    nights.write("a.jsonl", 20);
    nights.refresh();
    nights.write("b.jsonl", 5);

    // The first run sleeps through its lease; another one takes over and publishes meanwhile.
    assertThatThrownBy(
            () ->
                nights.refresh(
                    step -> {
                      if (step == PublishingStep.COMPARED) {
                        nights.pass(Duration.ofHours(1));
                        try {
                          nights.refresh();
                        } catch (Exception e) {
                          throw new IllegalStateException(e);
                        }
                      }
                    }))
        .hasMessageContaining("lost its right to publish");

    assertThat(nights.checkLatest()).isEqualTo(2);
    assertThat(new Versions(nights.dataset()).numbers()).hasSize(2);
  }
}
