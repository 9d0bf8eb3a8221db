package org.winnow.transforms.score;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.scorers.BatchScores;
import org.winnow.scorers.DeviceKind;
import org.winnow.scorers.Unscorable;

class ScoreStoreTest {
  private static final String KEY = ScoreStore.key("content", "fingerprint", DeviceKind.CPU);
  private static final BatchScores SCORES =
      new BatchScores(
          List.of("loss.mean", "text.tokens"),
          new double[][] {{0.1, Double.NaN, -0.0}, {Double.MIN_VALUE, Double.NaN, 3}},
          Map.of(1, new Unscorable("no_response_tokens", "é")));

  @Test
  void givesBackEveryBit(@TempDir Path folder) throws IOException {
    ScoreStore store = new ScoreStore(folder.resolve("new/store"));

    store.put(KEY, SCORES);

    BatchScores found = store.get(KEY).orElseThrow();
    assertEquals(SCORES.columns(), found.columns());
    assertTrue(Arrays.deepEquals(SCORES.values(), found.values()));
    assertEquals(SCORES.unscorable(), found.unscorable());
  }

  @Test
  void keepsScoresOfNoColumn(@TempDir Path folder) throws IOException {
    ScoreStore store = new ScoreStore(folder);

    store.put(KEY, new BatchScores(List.of(), new double[0][], Map.of()));

    assertEquals(List.of(), store.get(KEY).orElseThrow().columns());
  }

  @Test
  void knowsNothingOfWhatWasNotPut(@TempDir Path folder) throws IOException {
    ScoreStore store = new ScoreStore(folder.resolve("absent"));

    assertEquals(Optional.empty(), store.get(KEY));
    assertFalse(store.contains(KEY));
    assertFalse(Files.exists(folder.resolve("absent")));
  }

  @Test
  void aKeyDependsOnContentFingerprintAndKindOfDevice() {
    assertEquals(KEY, ScoreStore.key("content", "fingerprint", DeviceKind.CPU));
    assertNotEquals(KEY, ScoreStore.key("content2", "fingerprint", DeviceKind.CPU));
    assertNotEquals(KEY, ScoreStore.key("content", "fingerprint2", DeviceKind.CPU));
    assertNotEquals(KEY, ScoreStore.key("content", "fingerprint", DeviceKind.GPU));
    assertNotEquals(
        ScoreStore.key("ab", "c", DeviceKind.CPU), ScoreStore.key("a", "bc", DeviceKind.CPU));
    assertTrue(KEY.matches("[0-9a-f]{64}"));
  }

  @Test
  void aTruncatedEntryCountsAsMissing(@TempDir Path folder) throws IOException {
    ScoreStore store = new ScoreStore(folder);
    store.put(KEY, SCORES);
    Path file = onlyFile(folder);
    byte[] whole = Files.readAllBytes(file);

    for (int length : new int[] {0, 5, 31, 32, 40, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertEquals(Optional.empty(), store.get(KEY), length + " bytes");
    }
  }

  @Test
  void anEntryWithAnyByteChangedCountsAsMissingUntilItIsPutAgain(@TempDir Path folder)
      throws IOException {
    ScoreStore store = new ScoreStore(folder);
    store.put(KEY, SCORES);
    Path file = onlyFile(folder);
    byte[] whole = Files.readAllBytes(file);

    for (int i = 0; i < whole.length; i += 7) {
      byte[] bad = whole.clone();
      bad[i] ^= 1;
      Files.write(file, bad);
      assertEquals(Optional.empty(), store.get(KEY), "byte " + i);
    }
    store.put(KEY, SCORES);

    assertArrayEquals(whole, Files.readAllBytes(file));
    assertTrue(store.get(KEY).isPresent());
  }

  @Test
  void manyWritersOfOneEntryLeaveOneWholeEntry(@TempDir Path folder) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Boolean>> readers = new ArrayList<>();
    ScoreStore first = new ScoreStore(folder);
    first.put(KEY, SCORES);

    for (int i = 0; i < 40; i++) {
      readers.add(
          threads.submit(
              () -> {
                ScoreStore store = new ScoreStore(folder);
                store.put(KEY, SCORES);
                return store.get(KEY).isPresent();
              }));
    }
    for (Future<Boolean> reader : readers) {
      assertTrue(reader.get());
    }
    threads.shutdown();

    assertTrue(Arrays.deepEquals(SCORES.values(), first.get(KEY).orElseThrow().values()));
    assertEquals(KEY + ".scores", String.valueOf(onlyFile(folder).getFileName()));
  }

  private static Path onlyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> found = files.filter(Files::isRegularFile).toList();
      assertEquals(1, found.size(), found.toString());
      return found.get(0);
    }
  }
}
