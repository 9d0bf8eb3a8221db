package org.winnow.pipelines.remote;

import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * What Beam's file systems are told beside what they find themselves, such as the endpoint of a
 * store that speaks S3: Beam's own options, from an environment variable.
 *
 * <pre>{@code WINNOW_FILE_SYSTEMS="--endpoint=https://store:9000 --awsRegion=us-east-1"}</pre>
 *
 * <p>They travel to workers with the pipeline, and a cluster may show them: secrets do not belong
 * there.
 */
public final class FileSystemOptions {
  private static final String VARIABLE = "WINNOW_FILE_SYSTEMS";

  private FileSystemOptions() {}

  /**
   * Fresh options of a pipeline.
   *
   * @throws IllegalArgumentException if the variable says something that Beam does not know
   */
  public static <T extends PipelineOptions> T as(Class<T> type) {
    return as(type, System.getenv().getOrDefault(VARIABLE, ""));
  }

  static <T extends PipelineOptions> T as(Class<T> type, String text) {
    String[] arguments = text.isBlank() ? new String[0] : text.trim().split("\\s+");
    try {
      return PipelineOptionsFactory.fromArgs(arguments).as(type);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          VARIABLE
              + ": expected options of Beam's file systems such as --awsRegion=us-east-1; "
              + e.getMessage(),
          e);
    }
  }
}
