package org.winnow.pipelines.refresh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalInt;
import org.winnow.pipelines.DataException;
import org.winnow.schemas.AtomicFile;
import org.winnow.schemas.Folders;
import org.winnow.schemas.Locations;

/**
 * What names the version that readers get: a symbolic link on a file system of this machine, which
 * moves by one rename; elsewhere, where there are no links, a small file, which is replaced in one
 * step.
 */
final class LatestPointer {
  private static final String LINK = "latest";
  private static final String FILE = "latest.json";
  private static final String EXAMPLE = ": expected JSON such as {\"version\": 42}";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path dataset;

  LatestPointer(Path dataset) {
    this.dataset = dataset;
  }

  /** The link or the file. */
  Path place() {
    return dataset.resolve(isLink() ? LINK : FILE);
  }

  /**
   * The number of the version it leads to; empty if there is no pointer. Does not look whether the
   * version is there.
   *
   * @throws DataException if it is damaged
   */
  OptionalInt number() throws IOException, DataException {
    return isLink() ? numberOfLink() : numberInFile();
  }

  /**
   * Leads readers to a version from now on.
   *
   * @param version its folder, in the dataset
   */
  void set(Path version) throws IOException {
    if (isLink()) {
      Path link = dataset.resolve("." + LINK);
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, dataset.relativize(version));
      Files.move(link, place(), StandardCopyOption.ATOMIC_MOVE);
      Folders.forceEntry(dataset);
      return;
    }
    ObjectNode file =
        JSON.createObjectNode()
            .put("version", Integer.parseInt(String.valueOf(version.getFileName())));
    AtomicFile.write(place(), path -> Files.write(path, JSON.writeValueAsBytes(file)));
  }

  private OptionalInt numberOfLink() throws IOException, DataException {
    Path link = place();
    if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
      return OptionalInt.empty();
    }
    if (!Files.isSymbolicLink(link)) {
      throw new DataException(
          link
              + ": expected a symbolic link to a version, found something else; copies of a dataset"
              + " have to keep links");
    }
    Path target = Files.readSymbolicLink(link);
    String name = String.valueOf(target.getFileName());
    if (!name.matches(Versions.NAME)) {
      throw new DataException(link + ": expected a link to a version, found one to " + target);
    }
    return OptionalInt.of(Integer.parseInt(name));
  }

  private OptionalInt numberInFile() throws IOException, DataException {
    Path file = place();
    try {
      int number = JSON.readTree(Files.readAllBytes(file)).path("version").asInt();
      if (number < 1) {
        throw new DataException(file + EXAMPLE + ", found the number " + number);
      }
      return OptionalInt.of(number);
    } catch (NoSuchFileException e) {
      return OptionalInt.empty();
    } catch (JsonProcessingException e) {
      throw new DataException(file + EXAMPLE + ", " + e.getOriginalMessage());
    }
  }

  private boolean isLink() {
    return Locations.isLocal(dataset);
  }
}
