package org.winnow.pipelines.run;

/** A pipeline did not come to a good end; nothing is published. */
public final class PipelineFailedException extends Exception {
  private static final long serialVersionUID = 1;

  /** With the failure that ended the pipeline. */
  public PipelineFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
