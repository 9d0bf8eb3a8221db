package org.winnow.schemas.format;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.winnow.schemas.SampleVectors;

/**
 * The kinds of file that can be written.
 *
 * <p>All have the same columns, named as in {@link SampleVectors}, each score under its own name,
 * and all write every column of every row. The same samples give the same bytes.
 *
 * <pre>{@code
 * try (ShardWriter shard = OutputFormat.PARQUET.open(file, List.of("ifd.ratio"))) {
 *   shard.write(sample);
 * }
 * }</pre>
 */
public enum OutputFormat {
  /** Parquet, Zstandard inside, row groups of at most 64 MiB. */
  PARQUET("parquet") {
    @Override
    ShardWriter create(Path file, List<String> scoreColumns) throws IOException {
      return new ParquetShard(file, scoreColumns);
    }
  },

  /** One JSON object on each line. */
  JSONL("jsonl") {
    @Override
    ShardWriter create(Path file, List<String> scoreColumns) throws IOException {
      return JsonLinesShard.plain(file, scoreColumns);
    }
  },

  /** One JSON object on each line, in one Zstandard frame. */
  JSONL_ZST("jsonl.zst") {
    @Override
    ShardWriter create(Path file, List<String> scoreColumns) throws IOException {
      return JsonLinesShard.zstandard(file, scoreColumns);
    }
  },

  /** An Arrow IPC stream, not compressed, so that Hugging Face can map it into memory. */
  ARROW("arrow") {
    @Override
    ShardWriter create(Path file, List<String> scoreColumns) throws IOException {
      return new ArrowShard(file, scoreColumns);
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
   * @param scoreColumns names of the scores to write, in order; distinct, and none that another
   *     column has
   */
  public ShardWriter open(Path file, List<String> scoreColumns) throws IOException {
    List<String> columns =
        SampleVectors.schema(scoreColumns).getFields().stream().map(Field::getName).toList();
    if (new HashSet<>(columns).size() != columns.size()) {
      throw new IllegalArgumentException("expected distinct columns, got " + columns);
    }
    return create(file, List.copyOf(scoreColumns));
  }

  abstract ShardWriter create(Path file, List<String> scoreColumns) throws IOException;
}
