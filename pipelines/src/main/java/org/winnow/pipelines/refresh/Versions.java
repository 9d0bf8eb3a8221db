package org.winnow.pipelines.refresh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.RunPaths;
import org.winnow.pipelines.run.Lease;
import org.winnow.schemas.Folders;
import org.winnow.schemas.Locations;

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
 *
 * <p>An object store renames no folders and has no links. There a version is one when its file
 * SUCCESS is there, which comes last; {@code latest.json} names the latest version, and changes in
 * one step because it is one object. A number that somebody began to publish is never used again.
 */
public final class Versions {
  private static final String FOLDER = "versions";
  private static final String SUCCESS = "_winnow/SUCCESS";
  private static final String DELETING = ".deleting-";
  static final String NAME = "[0-9]{6}";
  private static final Logger LOG = LoggerFactory.getLogger(Versions.class);

  private final Path dataset;
  private final LatestPointer pointer;
  private final Rollbacks rollbacks;

  /** The versions of a dataset, which may have none yet. */
  public Versions(Path dataset) {
    this.dataset = dataset.toAbsolutePath().normalize();
    this.pointer = new LatestPointer(this.dataset);
    this.rollbacks = new Rollbacks(this.dataset);
  }

  /**
   * The right to change the versions of a dataset, see {@link Lease#take}.
   *
   * @param owner names this run, and no other
   * @throws DataException if another run has it
   */
  static Lease lease(Path dataset, String owner, Clock clock) throws IOException, DataException {
    Path work = RunPaths.of(dataset).work();
    return Lease.take(work.resolve("refresh.lock"), "refresh", owner, clock);
  }

  /** The dataset's folder. */
  public Path dataset() {
    return dataset;
  }

  /** What leads readers to the latest version: a link, or a file where there are no links. */
  public Path pointer() {
    return pointer.place();
  }

  /** Numbers of all versions, oldest first; does not look into them. */
  public List<Integer> numbers() throws IOException {
    List<Integer> whole = new ArrayList<>();
    for (int number : begun()) {
      if (isWhole(folder(number))) {
        whole.add(number);
      }
    }
    return whole;
  }

  /** Numbers of all versions, also of those that somebody began to publish, in order. */
  private List<Integer> begun() throws IOException {
    Path folder = dataset.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> name.matches(NAME))
          .map(Integer::valueOf)
          .sorted()
          .toList();
    }
  }

  /**
   * A version that stands in its place.
   *
   * @throws DataException if its manifest is missing or damaged
   */
  public DatasetVersion version(int number) throws IOException, DataException {
    return DatasetVersion.read(number, folder(number));
  }

  /**
   * The version that readers get; empty if there is none.
   *
   * @throws DataException if {@code latest} does not lead to a version
   */
  public Optional<DatasetVersion> latest() throws IOException, DataException {
    OptionalInt number = latestNumber();
    return number.isPresent() ? Optional.of(version(number.getAsInt())) : Optional.empty();
  }

  /**
   * The number of the version that readers get; does not look into it.
   *
   * @throws DataException if {@code latest} does not lead to a version
   */
  public OptionalInt latestNumber() throws IOException, DataException {
    return pointer.number();
  }

  private boolean isWhole(Path version) {
    return isLocal() || Files.exists(version.resolve(SUCCESS));
  }

  private boolean isLocal() {
    return Locations.isLocal(dataset);
  }

  /**
   * Numbers of versions that somebody took back, with what each was made of, see {@link
   * DatasetVersion#identity}; some may be deleted by now.
   *
   * @throws DataException if the list of them is damaged
   */
  public SortedMap<Integer, String> rolledBack() throws IOException, DataException {
    SortedMap<Integer, String> identities = rollbacks.read();
    List<Integer> numbers = numbers();
    for (Map.Entry<Integer, String> entry : identities.entrySet()) {
      if (entry.getValue().isEmpty() && numbers.contains(entry.getKey())) {
        entry.setValue(identityIfReadable(entry.getKey()));
      }
    }
    return identities;
  }

  /** The same for somebody who is about to write the list anew. */
  private SortedMap<Integer, String> rolledBackIfReadable() throws IOException {
    try {
      return rolledBack();
    } catch (DataException e) {
      LOG.warn("what was taken back before is forgotten: {}", e.getMessage());
      return new TreeMap<>();
    }
  }

  /**
   * Refuses a folder that holds something else, and versions of which none is the latest.
   *
   * @throws DataException if it is one of these
   */
  public void checkPlace() throws IOException, DataException {
    if (Files.isDirectory(dataset.resolve(FOLDER))) {
      checkLatest();
      return;
    }
    if (!Files.exists(dataset)) {
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

  /**
   * Only the first version may stand alone: the run that made it died before its last step. More
   * than that is a copy without links, or somebody has deleted the link: none of the versions may
   * be taken for the latest, and a new one needs a parent to be held against.
   */
  private void checkLatest() throws IOException, DataException {
    List<Integer> numbers = numbers();
    if (latestNumber().isEmpty() && !numbers.isEmpty() && !isFirst(numbers)) {
      throw new DataException(
          dataset
              + " has the versions "
              + numbers
              + ", but its "
              + (isLocal() ? "link " : "file ")
              + pointer.place().getFileName()
              + " is missing; choose one by winnow rollback --to N");
    }
  }

  /** Whether it is one version that had none before it; its number is 2 if a first one failed. */
  private boolean isFirst(List<Integer> numbers) throws IOException, DataException {
    return numbers.size() == 1 && version(numbers.get(0)).parent().isEmpty();
  }

  /** The number of the next version: one that none has had. */
  int next() throws IOException, DataException {
    // Versions that are pruned or taken back keep their numbers.
    int last = latestNumber().orElse(0);
    for (int number : begun()) {
      last = Math.max(last, number);
    }
    for (int number : rolledBack().keySet()) {
      last = Math.max(last, number);
    }
    return last + 1;
  }

  /**
   * Puts a whole dataset in the place of a version; readers do not get it yet. All of it is on disk
   * then, so that a machine that loses power does not leave a latest version with holes.
   *
   * @throws DataException if somebody else has published this version
   */
  DatasetVersion add(Path whole, int number) throws IOException, DataException {
    Path place = folder(number);
    Files.createDirectories(dataset.resolve(FOLDER));
    if (Files.exists(place)) {
      throw new DataException("version " + number + " of " + dataset + " is published by now");
    }
    Folders.force(whole);
    Folders.move(whole, place, SUCCESS);
    Folders.forceEntry(dataset.resolve(FOLDER));
    return version(number);
  }

  /** Gives readers this version from now on. */
  void setLatest(DatasetVersion version) throws IOException {
    pointer.set(folder(version.number()));
  }

  /**
   * Finishes what a run that died left: a version that stands in its place but is not the latest
   * yet, and versions that are half published or half deleted.
   */
  void mend() throws IOException, DataException {
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
    int current = latestNumber().orElse(0);
    for (int number : begun()) {
      // One above the latest stays until its number is passed: who began it may still be writing.
      if (number < current && !isWhole(folder(number))) {
        Folders.delete(folder(number));
      }
    }
    Set<Integer> rolledBack = rolledBack().keySet();
    for (int number : numbers()) {
      if (number <= current || rolledBack.contains(number)) {
        continue;
      }
      DatasetVersion version = version(number);
      if (version.parent().orElse(0) == current) {
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
   * <p>With a number it does not need the latest version, nor those between: it works where they
   * are damaged or the link is missing.
   *
   * @param number of the version; empty for the parent of the latest
   * @throws DataException if there is no such version
   */
  DatasetVersion rollBack(Optional<Integer> number) throws IOException, DataException {
    List<Integer> numbers = numbers();
    if (numbers.isEmpty()) {
      throw new DataException(dataset + " has no published version");
    }
    int target = number.isPresent() ? number.get() : parentOfLatest(numbers);
    if (!numbers.contains(target)) {
      throw new DataException(dataset + " has no version " + target + "; versions: " + numbers);
    }
    DatasetVersion found = version(target);
    SortedMap<Integer, String> takenBack = rolledBackIfReadable();
    for (int newer : numbers) {
      if (newer > target) {
        takenBack.put(newer, identityIfReadable(newer));
      }
    }
    takenBack.remove(target);
    // First the list: a run between the two steps must not finish what is taken back.
    rollbacks.write(takenBack);
    setLatest(found);
    return found;
  }

  private String identityIfReadable(int number) throws IOException {
    try {
      return version(number).identity();
    } catch (DataException e) {
      LOG.warn("it will not be known if the same is published again: {}", e.getMessage());
      return "";
    }
  }

  private int parentOfLatest(List<Integer> numbers) throws IOException, DataException {
    Optional<DatasetVersion> latest = latest();
    if (latest.isEmpty()) {
      throw new DataException(
          dataset + " has no latest version, so none before it; versions: " + numbers);
    }
    if (latest.get().parent().isEmpty()) {
      throw new DataException(
          dataset + " has no version before " + latest.get().number() + "; versions: " + numbers);
    }
    return latest.get().parent().getAsInt();
  }

  /**
   * Deletes all but the newest versions; the latest stays in any case.
   *
   * @param keep how many stay, from 1
   * @return numbers of those deleted
   */
  List<Integer> prune(int keep) throws IOException, DataException {
    int latest = latestNumber().orElse(0);
    List<Integer> newestFirst = new ArrayList<>(numbers());
    newestFirst.sort(Comparator.reverseOrder());
    List<Integer> deleted = new ArrayList<>();
    int kept = 0;
    for (int number : newestFirst) {
      if (number == latest || kept < keep) {
        kept++;
        continue;
      }
      delete(number);
      deleted.add(number);
    }
    return deleted;
  }

  /** Deletes a version; first it is none any more. */
  private void delete(int number) throws IOException {
    if (!isLocal()) {
      Files.deleteIfExists(folder(number).resolve(SUCCESS));
      Folders.delete(folder(number));
      return;
    }
    Path aside = dataset.resolve(FOLDER).resolve(DELETING + name(number));
    Files.move(folder(number), aside, StandardCopyOption.ATOMIC_MOVE);
    Folders.delete(aside);
  }

  private Path folder(int number) {
    return dataset.resolve(FOLDER).resolve(name(number));
  }

  private static String name(int number) {
    return String.format(Locale.ROOT, "%06d", number);
  }
}
