package org.winnow.schemas.format;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file {@code index.json}, by which MosaicML Streaming finds the MDS files of a folder. */
public final class MdsIndex {
  /** Name of the index. */
  public static final String NAME = "index.json";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private MdsIndex() {}

  /**
   * One MDS file.
   *
   * @param name in its folder
   * @param rows number of its samples
   * @param bytes its size
   * @param sha256 of its content, in hexadecimal digits
   */
  public record Entry(String name, long rows, long bytes, String sha256) {}

  /**
   * Writes the index.
   *
   * @param folder holds the files, which are complete
   * @param files in the order of training
   * @param layout the columns that the files were opened with
   */
  public static void write(Path folder, List<Entry> files, RowLayout layout) throws IOException {
    ObjectNode index = JsonNodeFactory.instance.objectNode();
    ArrayNode shards = index.putArray("shards");
    MdsColumns columns = new MdsColumns(layout);
    for (Entry file : files) {
      ObjectNode shard = shards.addObject();
      shard.setAll(columns.config());
      ObjectNode raw = shard.putObject("raw_data");
      raw.put("basename", file.name()).put("bytes", file.bytes());
      raw.putObject("hashes").put("sha256", file.sha256());
      shard.put("samples", file.rows());
      shard.putNull("zip_data");
    }
    index.put("version", 2);
    Files.writeString(folder.resolve(NAME), JSON.writeValueAsString(index) + "\n");
  }
}
