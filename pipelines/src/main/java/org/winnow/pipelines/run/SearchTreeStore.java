package org.winnow.pipelines.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.winnow.schemas.Digests;
import org.winnow.schemas.StoreEntry;
import org.winnow.synth.ultraprompt.SearchTree;
import org.winnow.synth.ultraprompt.TreeJson;

/**
 * Keeps search trees by what they grow from: the seed, its principles and settings, and the models.
 * A tree is written whole after each of its turns, so a search that was cut off goes on from it.
 */
final class SearchTreeStore {
  private static final int FOLDER_CHARS = 2;

  private final Path folder;
  private final String models;

  /**
   * Trees of some models.
   *
   * @param models all that the models' answers depend on, in any form
   */
  SearchTreeStore(Path folder, String models) {
    this.folder = folder;
    this.models = models;
  }

  /** The tree as it was left; as it starts if it is not known. */
  SearchTree resume(SearchTree start) {
    Path file = file(start);
    try {
      Optional<byte[]> entry = StoreEntry.read(file);
      return entry.isPresent()
          ? TreeJson.read(new String(entry.get(), StandardCharsets.UTF_8), String.valueOf(file))
          : start;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the search tree " + file, e);
    }
  }

  /** Keeps a tree. */
  void put(SearchTree tree) {
    SearchTree start = SearchTree.start(tree.seed(), tree.actions(), tree.settings());
    Path file = file(start);
    try {
      StoreEntry.write(file, TreeJson.write(tree).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the search tree " + file, e);
    }
  }

  private Path file(SearchTree start) {
    String key =
        Digests.hex((models + "\n" + TreeJson.write(start)).getBytes(StandardCharsets.UTF_8));
    return folder.resolve(key.substring(0, FOLDER_CHARS)).resolve(key + ".tree");
  }
}
