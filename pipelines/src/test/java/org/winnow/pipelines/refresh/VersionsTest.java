package org.winnow.pipelines.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.DataException;

/** What people, copies and broken disks leave of a dataset with three versions. */
class VersionsTest {
  @TempDir private Path folder = Path.of("");

  private Path dataset = folder;
  private Versions versions = new Versions(folder);

  @BeforeEach
  void publishThree() throws Exception {
    dataset = folder.resolve("dataset");
    versions = new Versions(dataset);
    for (int number = 1; number <= 3; number++) {
      versions.setLatest(versions.add(whole(number, number - 1), number));
    }
  }

  private Path whole(int number, int parent) throws IOException {
    Path whole = folder.resolve("candidate");
    Files.createDirectories(whole.resolve("_winnow"));
    String before = parent == 0 ? "{}" : "{\"version\": " + parent + "}";
    Files.writeString(
        whole.resolve("_winnow/manifest.json"),
        "{\"created\": \"2026-11-0"
            + number
            + "T02:00:00Z\", \"rows_written\": 5, \"identity_sha256\": \"id"
            + number
            + "\", \"parent\": "
            + before
            + "}");
    return whole;
  }

  private Path manifest(int number) {
    return dataset.resolve("versions/00000" + number + "/_winnow/manifest.json");
  }

  @Test
  void withoutItsLinkNoVersionBecomesTheLatestUntilSomebodyChoosesOne() throws Exception {
    Files.delete(dataset.resolve("latest"));

    assertThatThrownBy(versions::checkPlace)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "has the versions [1, 2, 3], but its link latest is missing; choose one by winnow"
                + " rollback --to N");
    assertThatThrownBy(() -> versions.rollBack(Optional.empty()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no latest version, so none before it; versions: [1, 2, 3]");

    assertThat(versions.rollBack(Optional.of(3)).number()).isEqualTo(3);
    versions.checkPlace();
    assertThat(versions.latestNumber()).hasValue(3);
    assertThat(versions.rolledBack()).isEmpty();
  }

  @Test
  void aCopyThatTurnedTheLinkIntoAFolderIsRefused() throws IOException {
    Files.delete(dataset.resolve("latest"));
    Files.createDirectories(dataset.resolve("latest/data"));

    assertThatThrownBy(versions::checkPlace)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("latest: expected a symbolic link to a version");
  }

  @Test
  void aLinkToSomethingElseIsRefused() throws IOException {
    Files.delete(dataset.resolve("latest"));
    Files.createSymbolicLink(dataset.resolve("latest"), Path.of("elsewhere"));

    assertThatThrownBy(versions::latest)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("latest: expected a link to a version, found one to elsewhere");
  }

  @Test
  void aDamagedManifestIsNamedAndAnOlderVersionCanTakeItsPlace() throws Exception {
    for (String damage : List.of("", "{\"created\": ", "{\"created\": \"yesterday\"}")) {
      Files.writeString(manifest(3), damage);
      assertThatThrownBy(versions::latest)
          .isInstanceOf(DataException.class)
          .hasMessageContaining(manifest(3) + " is not the manifest of a dataset: expected ");
    }
    Files.delete(manifest(3));
    assertThatThrownBy(versions::latest)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(manifest(3) + " is not the manifest of a dataset: it is missing");

    assertThat(versions.rollBack(Optional.of(2)).number()).isEqualTo(2);
    versions.mend();
    assertThat(versions.latestNumber()).hasValue(2);
    assertThat(versions.next()).isEqualTo(4);
  }

  @Test
  void aDamagedListOfRollbacksIsNamed() throws IOException {
    Files.writeString(dataset.resolve("rollbacks.json"), "{\"rolled_back\": [");

    assertThatThrownBy(versions::rolledBack)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("rollbacks.json: expected JSON such as {\"rolled_back\": {\"3\": ");
  }

  @Test
  void aListOfAnEarlierReleaseIsRead() throws Exception {
    Files.writeString(dataset.resolve("rollbacks.json"), "{\"rolled_back\": [3, 9]}");

    assertThat(versions.rolledBack())
        .containsExactly(Map.entry(3, versions.version(3).identity()), Map.entry(9, ""));
  }

  @Test
  void aRollbackWritesADamagedListAnew() throws Exception {
    Files.writeString(dataset.resolve("rollbacks.json"), "{\"rolled_back\": {\"three\": \"\"}}");
    assertThatThrownBy(versions::rolledBack)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("three");

    versions.rollBack(Optional.of(2));

    assertThat(versions.rolledBack()).containsOnlyKeys(3);
  }

  /**
   * What was taken back stays so, whatever is rolled back later, until somebody goes back to it.
   */
  @Test
  void whatWasTakenBackStaysSo() throws Exception {
    versions.rollBack(Optional.of(1));
    assertThat(versions.rolledBack()).containsOnlyKeys(2, 3);
    String identity = versions.version(2).identity();
    assertThat(versions.prune(1)).containsExactly(2);
    assertThat(versions.rolledBack()).containsEntry(2, identity).containsOnlyKeys(2, 3);

    versions.rollBack(Optional.of(3));

    assertThat(versions.rolledBack()).containsExactly(Map.entry(2, identity));
    versions.rollBack(Optional.of(1));
    assertThat(versions.rolledBack()).containsEntry(2, identity).containsOnlyKeys(2, 3);
  }

  @Test
  void numbersOfVersionsThatAreGoneAreNotGivenAgain() throws Exception {
    assertThat(versions.rollBack(Optional.of(1)).number()).isEqualTo(1);
    assertThat(versions.prune(1)).containsExactly(2);
    assertThat(versions.numbers()).containsExactly(1, 3);
    assertThat(versions.next()).isEqualTo(4);
  }

  @Test
  void anUnknownVersionIsRefusedWithThoseThatThereAre() {
    assertThatThrownBy(() -> versions.rollBack(Optional.of(7)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has no version 7; versions: [1, 2, 3]");
  }

  @Test
  void oneThatDiedBeforeTheLinkIsFinished() throws Exception {
    versions.add(whole(4, 3), 4);
    assertThat(versions.latestNumber()).hasValue(3);

    versions.mend();
    assertThat(versions.latestNumber()).hasValue(4);
  }
}
