package org.winnow.pipelines.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.hdfs.HadoopFileSystemOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.Fixtures;
import org.winnow.schemas.AtomicFile;
import org.winnow.schemas.Folders;
import org.winnow.schemas.Locations;
import org.winnow.schemas.format.InputFiles;

/** Files behind Beam's file system for Hadoop, seen through {@code hdfs} and on this machine. */
class HadoopFilesTest {
  @BeforeEach
  void setUpHadoop() {
    Configuration configuration = new Configuration(false);
    configuration.set("fs.defaultFS", "hdfs://local");
    configuration.setClass(
        "fs.hdfs.impl", LocalAsHdfs.class, org.apache.hadoop.fs.FileSystem.class);
    HadoopFileSystemOptions options = PipelineOptionsFactory.as(HadoopFileSystemOptions.class);
    options.setHdfsConfiguration(List.of(configuration));
    FileSystems.setDefaultPipelineOptions(options);
  }

  private static Path far(Path here) {
    return Locations.path("hdfs://local" + here);
  }

  @Test
  void filesAreReadAndFound(@TempDir Path folder) throws IOException {
    Fixtures.corpus(folder.resolve("in/a.jsonl"), 3);
    Fixtures.corpus(folder.resolve("in/deep/er/b.jsonl"), 2);
    Files.writeString(folder.resolve("in/c.txt"), "0123456789");
    Path far = far(folder);

    assertThat(InputFiles.list(far.resolve("in")))
        .containsExactly(far.resolve("in/a.jsonl"), far.resolve("in/deep/er/b.jsonl"));
    assertThat(InputFiles.list(far.resolve("in/*.jsonl")))
        .containsExactly(far.resolve("in/a.jsonl"));
    assertThat(Files.isDirectory(far.resolve("in/deep"))).isTrue();
    assertThat(Files.exists(far.resolve("in/none"))).isFalse();
    assertThat(Files.size(far.resolve("in/c.txt"))).isEqualTo(10);
    assertThat(Files.readAllBytes(far.resolve("in/a.jsonl")))
        .isEqualTo(Files.readAllBytes(folder.resolve("in/a.jsonl")));
    try (SeekableByteChannel channel = Files.newByteChannel(far.resolve("in/c.txt"))) {
      ByteBuffer two = ByteBuffer.allocate(2);
      channel.position(7).read(two);
      assertThat(two.array()).containsExactly('7', '8');
    }
    assertThatThrownBy(() -> Files.readAllBytes(far.resolve("in/none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void filesAreWrittenMovedAndDeleted(@TempDir Path folder) throws IOException {
    Path far = far(folder);

    AtomicFile.write(far.resolve("new/x"), file -> Files.writeString(file, "one"));
    AtomicFile.write(far.resolve("new/x"), file -> Files.writeString(file, "two"));
    Files.writeString(far.resolve("new/SUCCESS"), "");
    assertThat(Files.readString(folder.resolve("new/x"))).isEqualTo("two");

    Folders.move(far.resolve("new"), far.resolve("moved/there"), "SUCCESS");
    assertThat(Fixtures.tree(folder)).containsOnlyKeys("moved/there/x", "moved/there/SUCCESS");

    Folders.delete(far.resolve("moved"));
    assertThat(Fixtures.tree(folder)).isEmpty();
  }
}
