package org.winnow.synth.teacher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Work cannot go on before an offline batch has been answered. */
public final class BatchPendingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Path> files;
  private final transient List<TeacherRequest> requests;
  private final transient Map<String, Integer> failed;
  private final transient List<String> malformed;
  private final transient List<String> strangers;
  private final transient List<Path> others;

  BatchPendingException(
      List<Path> files,
      List<TeacherRequest> requests,
      Map<String, Integer> failed,
      List<String> malformed,
      List<String> strangers,
      List<Path> others) {
    super(requests.size() + " requests have no answer yet; they are in " + files);
    this.files = List.copyOf(files);
    this.requests = List.copyOf(requests);
    this.failed = new TreeMap<>(failed);
    this.malformed = List.copyOf(malformed);
    this.strangers = List.copyOf(strangers);
    this.others = List.copyOf(others);
  }

  /** Files that hold the requests. */
  public List<Path> files() {
    return files;
  }

  /** The requests, in the order of their keys. */
  public List<TeacherRequest> requests() {
    return requests;
  }

  /** How many of the requests have results that failed, by kind of failure. */
  public Map<String, Integer> failed() {
    return new TreeMap<>(failed);
  }

  /** Lines of result files that are no result: file, number from 1 and what is wrong. */
  public List<String> malformed() {
    return malformed;
  }

  /**
   * Values of {@code custom_id} in result files that are of no request, in order: of another
   * recipe, or of a request that failed in an earlier batch and is not asked any more.
   */
  public List<String> strangers() {
    return strangers;
  }

  /** Files of the folder that hold neither requests nor results. */
  public List<Path> others() {
    return others;
  }
}
