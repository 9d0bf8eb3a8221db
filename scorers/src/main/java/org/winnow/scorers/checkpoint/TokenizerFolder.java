package org.winnow.scorers.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A tokenizer and its chat template in a local directory, with or without the weights of a model.
 *
 * <p>Expected files: {@code tokenizer.json}, {@code tokenizer_config.json} and a chat template.
 *
 * @param name the name it was opened by
 * @param directory where the files are
 * @param settings special tokens and the chat template
 */
public record TokenizerFolder(String name, Path directory, TokenizerSettings settings) {
  /**
   * Reads the settings; no native library.
   *
   * @param name a directory, or {@code builtin:reference}
   * @throws CheckpointException if there is no tokenizer; names every problem found
   */
  public static TokenizerFolder inspect(String name) {
    Path directory =
        BuiltinCheckpoint.isBuiltin(name) ? BuiltinCheckpoint.directory(name) : Path.of(name);
    if (!Files.isDirectory(directory)) {
      throw new CheckpointException(
          "tokenizer "
              + name
              + ": expected a directory, found none at "
              + directory.toAbsolutePath());
    }
    List<String> problems = new ArrayList<>();
    TokenizerSettings settings = TokenizerSettings.read(directory, problems);
    if (!problems.isEmpty()) {
      throw CheckpointException.of(name, problems);
    }
    return new TokenizerFolder(name, directory, settings);
  }

  /** The tokenizer's definition. */
  public Path tokenizerFile() {
    return directory.resolve("tokenizer.json");
  }
}
