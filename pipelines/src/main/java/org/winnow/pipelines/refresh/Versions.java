package org.winnow.pipelines.refresh;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.winnow.pipelines.DataException;
import org.winnow.schemas.AtomicFile;
import org.winnow.schemas.Folders;

/**
 * The versions of a dataset.
 *
 * <pre>
 * DATASET/
 *   latest -> versions/000002    moves by one rename
 *   versions/000001/             whole datasets, never changed
 *   versions/000002/
 *   rollbacks.json               versions that somebody took back, if any
 * </pre>
 *
 * <p>A version comes to its place by a rename to a name that is not taken: of two who would publish
 * the same number one fails, whatever locks say.
 */
public final class Versions {
  private static final String FOLDER = "versions";
  private static final String LATEST = "latest";
  private static final String ROLLBACKS = "rollbacks.json";
  private static final String DELETING = ".deleting-";
  private static final Logger LOG = LoggerFactory.getLogger(Versions.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path dataset;

  /** The versions of a dataset, which may have none yet. */
  public Versions(Path dataset) {
    this.dataset = dataset.toAbsolutePath().normalize();
  }

  /** The dataset's folder. */
  public Path dataset() {
    return dataset;
  }

  /** All versions, oldest first. */
  public List<DatasetVersion> all() throws IOException {
    List<DatasetVersion> versions = new ArrayList<>();
    Path folder = dataset.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return versions;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.sorted().toList()) {
        String name = String.valueOf(entry.getFileName());
        if (name.matches("[0-9]{6}")) {
          versions.add(DatasetVersion.read(Integer.parseInt(name), entry));
        }
      }
    }
    return versions;
  }

  /** The version that readers get; empty if none is published. */
  public Optional<DatasetVersion> latest() throws IOException {
    Path link = dataset.resolve(LATEST);
    if (!Files.isSymbolicLink(link)) {
      return Optional.empty();
    }
    Path folder = dataset.resolve(Files.readSymbolicLink(link));
    String name = String.valueOf(folder.getFileName());
    return Optional.of(DatasetVersion.read(Integer.parseInt(name), folder));
  }

  /** Numbers of versions that somebody took back. */
  public Set<Integer> rolledBack() throws IOException {
    Set<Integer> numbers = new TreeSet<>();
    try {
      JsonNode file = JSON.readTree(Files.readAllBytes(dataset.resolve(ROLLBACKS)));
      file.path("rolled_back").forEach(number -> numbers.add(number.intValue()));
    } catch (NoSuchFileException e) {
      // None was taken back.
    }
    return numbers;
  }

  /**
   * Refuses a folder that holds something else.
   *
   * @throws DataException if it does
   */
  public void checkPlace() throws IOException, DataException {
    if (!Files.exists(dataset) || Files.isDirectory(dataset.resolve(FOLDER))) {
      return;
    }
    if (Files.isDirectory(dataset)) {
      try (Stream<Path> entries = Files.list(dataset)) {
        if (entries.findAny().isEmpty()) {
          return;
        }
      }
    }
    throw new DataException(
        dataset
            + " exists and has no versions; a dataset that is refreshed needs a folder of its own");
  }

  /** The number of the next version: one that none has had. */
  int next() throws IOException {
    int last = 0;
    for (DatasetVersion version : all()) {
      last = version.number();
    }
    // Versions that are pruned or taken back keep their numbers.
    int before = latest().map(DatasetVersion::number).orElse(0);
    for (int number : rolledBack()) {
      before = Math.max(before, number);
    }
    return Math.max(last, before) + 1;
  }

  /**
   * Puts a whole dataset in the place of a version; readers do not get it yet.
   *
   * @throws DataException if somebody else has published this version
   */
  DatasetVersion add(Path whole, int number) throws IOException, DataException {
    Path place = folder(number);
    Files.createDirectories(dataset.resolve(FOLDER));
    if (Files.exists(place)) {
      throw new DataException("version " + number + " of " + dataset + " is published by now");
    }
    Files.move(whole, place, StandardCopyOption.ATOMIC_MOVE);
    return DatasetVersion.read(number, place);
  }

  /** Gives readers this version from now on. */
  void setLatest(DatasetVersion version) throws IOException {
    Path link = dataset.resolve("." + LATEST);
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of(FOLDER, name(version.number())));
    Files.move(link, dataset.resolve(LATEST), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Finishes what a run that died left: a version that stands in its place but is not the latest
   * yet, and versions that are half deleted.
   */
  void mend() throws IOException {
    Path folder = dataset.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.toList()) {
        if (String.valueOf(entry.getFileName()).startsWith(DELETING)) {
          Folders.delete(entry);
        }
      }
    }
    Optional<DatasetVersion> latest = latest();
    int current = latest.map(DatasetVersion::number).orElse(0);
    Set<Integer> rolledBack = rolledBack();
    for (DatasetVersion version : all()) {
      boolean follows = version.parent().orElse(0) == current && version.number() > current;
      if (follows && !rolledBack.contains(version.number())) {
        setLatest(version);
        LOG.warn(
            "version {} of {} was published but for its last step; it is the latest now",
            version.number(),
            dataset);
        return;
      }
    }
  }

  /**
   * Gives readers an older version again, or a newer one that was taken back. What is newer than it
   * counts as taken back: a refresh of the same inputs does not publish it again.
   *
   * @param number of the version; empty for the parent of the latest
   * @throws DataException if there is no such version
   */
  DatasetVersion rollBack(Optional<Integer> number) throws IOException, DataException {
    DatasetVersion latest =
        latest().orElseThrow(() -> new DataException(dataset + " has no published version"));
    int target =
        number.orElseGet(() -> latest.parent().orElse(0)); // the first version has no parent
    List<DatasetVersion> all = all();
    DatasetVersion found =
        all.stream()
            .filter(version -> version.number() == target)
            .findFirst()
            .orElseThrow(
                () ->
                    new DataException(
                        dataset
                            + " has no version "
                            + (target == 0 ? "before " + latest.number() : target)
                            + "; versions: "
                            + all.stream().map(DatasetVersion::number).toList()));
    ObjectNode file = JSON.createObjectNode();
    ArrayNode numbers = file.putArray("rolled_back");
    all.stream().map(DatasetVersion::number).filter(n -> n > target).forEach(numbers::add);
    // First the list: a run between the two steps must not finish what is taken back.
    AtomicFile.write(
        dataset.resolve(ROLLBACKS), path -> Files.write(path, JSON.writeValueAsBytes(file)));
    setLatest(found);
    return found;
  }

  /**
   * Deletes all but the newest versions; the latest stays in any case.
   *
   * @param keep how many stay, from 1
   * @return numbers of those deleted
   */
  List<Integer> prune(int keep) throws IOException {
    int latest = latest().map(DatasetVersion::number).orElse(0);
    List<DatasetVersion> all = new ArrayList<>(all());
    all.sort(Comparator.comparingInt(DatasetVersion::number).reversed());
    List<Integer> deleted = new ArrayList<>();
    int kept = 0;
    for (DatasetVersion version : all) {
      if (version.number() == latest || kept < keep) {
        kept++;
        continue;
      }
      Path aside = dataset.resolve(FOLDER).resolve(DELETING + name(version.number()));
      Files.move(version.folder(), aside, StandardCopyOption.ATOMIC_MOVE);
      Folders.delete(aside);
      deleted.add(version.number());
    }
    return deleted;
  }

  private Path folder(int number) {
    return dataset.resolve(FOLDER).resolve(name(number));
  }

  private static String name(int number) {
    return String.format(Locale.ROOT, "%06d", number);
  }
}
