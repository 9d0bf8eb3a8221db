package org.winnow.schemas.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A directory that Hugging Face's {@code save_to_disk} wrote: {@code state.json} lists its shards.
 *
 * <p>Row numbers run on from shard to shard. A damaged shard takes one row number, for its
 * rejection, and reading goes on with the next shard.
 */
final class SavedDatasetFormat implements FileFormat {
  /** Name of the file that makes a directory a saved dataset. */
  static final String STATE = "state.json";

  /** Whether the directory is a saved dataset. */
  static boolean isSavedDataset(Path directory) {
    return Files.isDirectory(directory) && Files.isRegularFile(directory.resolve(STATE));
  }

  /**
   * The shards that {@code state.json} lists, in its order.
   *
   * @throws DamagedFile if the list cannot be read or names a file outside of the directory
   */
  static List<Path> shards(Path directory) throws DamagedFile, IOException {
    byte[] state = Files.readAllBytes(directory.resolve(STATE));
    JsonNode files;
    try {
      files = new JsonRow().parse(state, state.length).path("_data_files");
    } catch (BadRow e) {
      throw DamagedFile.whole(DamagedFile.UNREADABLE, STATE + ": " + e.evidence());
    }
    if (!files.isArray()) {
      throw DamagedFile.whole(DamagedFile.UNREADABLE, STATE + ": expected a list _data_files");
    }
    List<Path> shards = new ArrayList<>();
    for (JsonNode file : files) {
      String name = file.path("filename").asText("");
      if (!isInside(name)) {
        throw DamagedFile.whole(
            DamagedFile.UNREADABLE,
            STATE
                + ": expected the name of a file in the directory, found '"
                + Excerpt.around(name, 0)
                + "'");
      }
      shards.add(directory.resolve(name));
    }
    return shards;
  }

  /** Whether a name means a file in the directory or below it, whatever the name is made of. */
  private static boolean isInside(String name) {
    return name.chars().noneMatch(c -> c == '\\' || c == 0)
        && Arrays.stream(name.split("/", -1))
            .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
  }

  @Override
  public boolean recognises(Input input) {
    return input.isDirectory();
  }

  @Override
  public RowCursor open(Input input, ReadLimits limits) throws DamagedFile, IOException {
    return new Shards(input, shards(input.path()), limits);
  }

  private static final class Shards implements RowCursor {
    private final Input dataset;
    private final Deque<Path> left;
    private final ReadLimits limits;
    private @Nullable Shard current;
    private long row;

    Shards(Input dataset, List<Path> shards, ReadLimits limits) {
      this.dataset = dataset;
      this.left = new ArrayDeque<>(shards);
      this.limits = limits;
    }

    @Override
    public Optional<ObjectNode> next() throws BadRow, IOException {
      while (current != null || !left.isEmpty()) {
        try {
          Shard shard =
              current == null ? Shard.open(dataset.openPart(left.getFirst()), limits) : current;
          current = shard;
          Optional<ObjectNode> next = shard.rows.next();
          if (next.isPresent()) {
            row++;
            return next;
          }
          leaveShard();
        } catch (BadRow e) {
          row++;
          throw e;
        } catch (DamagedFile e) {
          row++;
          String shard = String.valueOf(left.getFirst().getFileName());
          leaveShard();
          throw new BadRow(e.reason(), "shard " + shard + ": " + e.evidence());
        }
      }
      return Optional.empty();
    }

    private void leaveShard() throws IOException {
      left.removeFirst();
      close();
    }

    @Override
    public long row() {
      return row;
    }

    @Override
    public void close() throws IOException {
      if (current != null) {
        current.close();
        current = null;
      }
    }
  }

  private record Shard(Input input, RowCursor rows) implements Closeable {
    /** Takes ownership of the input. */
    static Shard open(Input input, ReadLimits limits) throws DamagedFile, IOException {
      try {
        return new Shard(input, Formats.of(input).open(input, limits));
      } catch (DamagedFile | IOException e) {
        input.close();
        throw e;
      }
    }

    @Override
    public void close() throws IOException {
      try (input) {
        rows.close();
      }
    }
  }
}
