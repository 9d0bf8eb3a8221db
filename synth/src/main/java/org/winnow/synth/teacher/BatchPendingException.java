package org.winnow.synth.teacher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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

  /**
   * Several that come from one folder as one: their requests in as few files as it takes.
   *
   * @param cache answers that are known by now
   * @throws IOException if a file cannot be written
   */
  public static BatchPendingException together(
      List<BatchPendingException> several, AnswerCache cache) throws IOException {
    if (several.size() == 1) {
      return several.get(0);
    }
    Map<String, TeacherRequest> requests = new TreeMap<>();
    Map<String, Integer> failed = new TreeMap<>();
    Set<String> malformed = new LinkedHashSet<>();
    Set<String> strangers = new TreeSet<>();
    Set<Path> others = new LinkedHashSet<>();
    for (BatchPendingException one : several) {
      one.requests.forEach(request -> requests.put(RequestKey.of(request), request));
      one.failed.forEach((kind, count) -> failed.merge(kind, count, Integer::sum));
      malformed.addAll(one.malformed);
      strangers.addAll(one.strangers);
      others.addAll(one.others);
    }
    // What is strange to one may have been what another one waited for.
    strangers.removeIf(id -> requests.containsKey(id) || cache.contains(id));
    List<TeacherRequest> all = List.copyOf(requests.values());
    Path folder = several.get(0).files.get(0).resolveSibling("");
    List<Path> files = new BatchExport(BatchLimits.OPENAI).write(all, cache, folder);
    for (BatchPendingException one : several) {
      for (Path file : one.files) {
        if (!files.contains(file)) {
          Files.deleteIfExists(file);
        }
      }
    }
    return new BatchPendingException(
        files, all, failed, List.copyOf(malformed), List.copyOf(strangers), List.copyOf(others));
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
