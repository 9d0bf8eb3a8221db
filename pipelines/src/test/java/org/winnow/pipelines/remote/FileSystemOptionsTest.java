package org.winnow.pipelines.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.beam.sdk.io.hdfs.HadoopFileSystemOptions;
import org.junit.jupiter.api.Test;

class FileSystemOptionsTest {
  @Test
  void wordsAreOptionsOfBeam() {
    HadoopFileSystemOptions options =
        FileSystemOptions.as(
            HadoopFileSystemOptions.class,
            " --hdfsConfiguration=[{\"fs.defaultFS\":\"hdfs://here:1\"}]  --tempLocation=x ");

    assertThat(options.getHdfsConfiguration()).hasSize(1);
    assertThat(options.getHdfsConfiguration().get(0).get("fs.defaultFS"))
        .isEqualTo("hdfs://here:1");
    assertThat(options.getTempLocation()).isEqualTo("x");
  }

  @Test
  void nothingIsNeeded() {
    assertThat(FileSystemOptions.as(HadoopFileSystemOptions.class, " ").getTempLocation()).isNull();
  }

  @Test
  void whatBeamDoesNotKnowIsNamed() {
    assertThatThrownBy(() -> FileSystemOptions.as(HadoopFileSystemOptions.class, "--region=eu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("WINNOW_FILE_SYSTEMS: expected options of Beam's file systems")
        .hasMessageContaining("'region'");
  }
}
