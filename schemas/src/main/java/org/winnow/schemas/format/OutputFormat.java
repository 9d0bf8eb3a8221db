package org.winnow.schemas.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The kinds of file that can be written.
 *
 * <p>All have the columns of a {@link RowLayout} and write every column of every row. The same
 * samples give the same bytes.
 *
 * <pre>{@code
 * try (ShardWriter shard = OutputFormat.PARQUET.open(file, RowLayout.of(List.of("ifd.ratio")))) {
 *   shard.write(sample);
 * }
 * }</pre>
 */
public enum OutputFormat {
  /** Parquet, Zstandard inside, row groups of at most 64 MiB. */
  PARQUET("parquet") {
    @Override
    public ShardWriter open(Path file, RowLayout layout) throws IOException {
      return new ParquetShard(file, layout);
    }
  },

  /** One JSON object on each line. */
  JSONL("jsonl") {
    @Override
    public ShardWriter open(Path file, RowLayout layout) throws IOException {
      return JsonLinesShard.plain(file, layout);
    }
  },

  /** One JSON object on each line, in one Zstandard frame. */
  JSONL_ZST("jsonl.zst") {
    @Override
    public ShardWriter open(Path file, RowLayout layout) throws IOException {
      return JsonLinesShard.zstandard(file, layout);
    }
  },

  /** An Arrow IPC stream, not compressed, so that Hugging Face can map it into memory. */
  ARROW("arrow") {
    @Override
    public ShardWriter open(Path file, RowLayout layout) throws IOException {
      return new ArrowShard(file, layout);
    }
  },

  /** MosaicML Streaming's MDS, not compressed, files of at most 64 MiB but for a longer row. */
  MDS("mds") {
    @Override
    public ShardWriter open(Path file, RowLayout layout) throws IOException {
      return new MdsShard(file, layout);
    }
  };

  private final String label;

  OutputFormat(String label) {
    this.label = label;
  }

  /** The name in recipes, which is the suffix of files, without a dot. */
  public String label() {
    return label;
  }

  /** The format of that name, or empty if there is none. */
  public static Optional<OutputFormat> of(String label) {
    return Arrays.stream(values()).filter(format -> format.label.equals(label)).findFirst();
  }

  /**
   * Creates a file, or empties it if it is there.
   *
   * @param file its directory must exist
   * @param layout the columns
   */
  public abstract ShardWriter open(Path file, RowLayout layout) throws IOException;
}
