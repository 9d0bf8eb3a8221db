package org.winnow.synth.teacher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A teacher that is asked by files: it takes answers from the results of offline batches in a
 * folder, and writes there what has none yet. A method goes on from stop to stop: each time it is
 * run it gets further, and it asks what it would ask a server.
 *
 * <p>A result file is one that {@link BatchImport#holdsResults} knows, whatever it is called. What
 * failed for the sake of the request, {@link FailureKind#BAD_REQUEST} or {@link
 * FailureKind#CONTEXT_TOO_LONG}, is a failure here too; what failed otherwise waits again.
 */
public final class BatchTeacher implements Teacher {
  private static final Set<FailureKind> FINAL =
      EnumSet.of(FailureKind.BAD_REQUEST, FailureKind.CONTEXT_TOO_LONG);

  private final Path folder;
  private final AnswerCache cache;
  private final AnswerReader reader;

  /**
   * A teacher.
   *
   * @param folder of requests and results; created when the first request is written
   * @param cache where answers are put
   * @param reader reads completions
   */
  public BatchTeacher(Path folder, AnswerCache cache, AnswerReader reader) {
    this.folder = folder;
    this.cache = cache;
    this.reader = reader;
  }

  /**
   * {@inheritDoc}
   *
   * @throws BatchPendingException if any answer is missing; the requests are written by then
   * @throws UncheckedIOException if a file cannot be read or written
   */
  @Override
  public List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener) {
    try {
      List<Path> results = new ArrayList<>();
      List<Path> others = new ArrayList<>();
      for (Path file : files()) {
        (BatchImport.holdsResults(file) ? results : others).add(file);
      }
      BatchImport.Report report = new BatchImport(requests, cache).read(results);
      List<TeacherResult> answered = new ArrayList<>();
      Map<String, TeacherRequest> pending = new TreeMap<>();
      Map<String, Integer> failed = new TreeMap<>();
      for (TeacherRequest request : requests) {
        String key = RequestKey.of(request);
        Optional<TeacherResult> result = result(request, key, report);
        if (result.isPresent()) {
          answered.add(result.get());
        } else if (pending.put(key, request) == null && report.failures().containsKey(key)) {
          failed.merge(report.failures().get(key).kind().label(), 1, Integer::sum);
        }
      }
      if (!pending.isEmpty()) {
        List<TeacherRequest> waiting = new ArrayList<>(pending.values());
        throw new BatchPendingException(
            new BatchExport(BatchLimits.OPENAI).write(waiting, cache, folder),
            waiting,
            failed,
            report.malformed(),
            strangers(report),
            others);
      }
      for (int i = 0; i < answered.size(); i++) {
        listener.hear(i, answered.get(i));
      }
      return answered;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the batches in " + folder, e);
    }
  }

  /**
   * Results that belong to no request: not to one of now, and not to an earlier one, whose answer
   * is in the cache.
   */
  private List<String> strangers(BatchImport.Report report) {
    return report.unknown().stream().filter(id -> !cache.contains(id)).toList();
  }

  private Optional<TeacherResult> result(
      TeacherRequest request, String key, BatchImport.Report report) {
    Optional<String> raw = cache.get(key);
    if (raw.isPresent()) {
      return Optional.of(reader.read(request, raw.get(), 1));
    }
    return Optional.<TeacherResult>ofNullable(report.failures().get(key))
        .filter(failure -> failure instanceof TeacherFailure f && FINAL.contains(f.kind()));
  }

  /** What may hold results, in the order of names: of two answers to a request the last stays. */
  private List<Path> files() throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !BatchExport.isRequests(file))
          .sorted()
          .toList();
    }
  }

  @Override
  public void close() {
    // holds nothing
  }
}
