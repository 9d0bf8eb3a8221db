package org.winnow.scorers.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.winnow.scorers.checkpoint.CheckpointException;

/** Opens tokenizers the one way that all of Winnow reads text: what a template writes is all. */
final class Tokenizers {
  private Tokenizers() {}

  /**
   * The tokenizer of a file; adds no token, cuts and pads nothing.
   *
   * @param owner named where it cannot be loaded
   * @throws CheckpointException if the file is not a tokenizer
   */
  static HuggingFaceTokenizer open(String owner, Path file) {
    try {
      return HuggingFaceTokenizer.builder(Map.of())
          .optTokenizerPath(file)
          .optAddSpecialTokens(false)
          .optTruncation(false)
          .optPadding(false)
          .build();
    } catch (IOException | RuntimeException e) {
      throw new CheckpointException(owner + ", tokenizer.json: cannot be loaded, " + e, e);
    }
  }
}
