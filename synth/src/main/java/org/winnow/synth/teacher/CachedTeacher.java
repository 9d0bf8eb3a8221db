package org.winnow.synth.teacher;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A teacher that asks another one only for what it does not know yet.
 *
 * <p>Requests of one key, see {@link RequestKey}, are asked once; a list may repeat them. A
 * completion is stored as soon as it arrives, so that a run which ends early loses none.
 * Completions that are of no use, cut off for example, are stored too: asking again would pay for
 * the same. To get another one, change the request or its sample number. Failures without a
 * completion are not stored.
 */
public final class CachedTeacher implements Teacher {
  private final Teacher teacher;
  private final AnswerCache cache;
  private final AnswerReader reader;

  /**
   * Puts a cache before a teacher.
   *
   * @param teacher who is asked; is closed with this one
   * @param reader reads completions that are known
   */
  public CachedTeacher(Teacher teacher, AnswerCache cache, AnswerReader reader) {
    this.teacher = teacher;
    this.cache = cache;
    this.reader = reader;
  }

  /**
   * A teacher that gives known answers only. What is not known is a failure of kind {@link
   * FailureKind#NOT_IN_CACHE}: a run is repeated exactly, or it says what it lacks. To count what
   * it lacks put a cache before a {@link SilentTeacher}.
   */
  public static CachedTeacher replay(AnswerCache cache, AnswerReader reader) {
    return new CachedTeacher(new SilentTeacher(), cache, reader);
  }

  @Override
  public List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener) {
    Map<String, List<Integer>> byKey = new LinkedHashMap<>();
    for (int i = 0; i < requests.size(); i++) {
      byKey.computeIfAbsent(RequestKey.of(requests.get(i)), key -> new ArrayList<>()).add(i);
    }
    Results results = new Results(requests.size(), listener);
    List<String> missing = new ArrayList<>();
    byKey.forEach(
        (key, indices) -> {
          Optional<String> raw = cache.get(key);
          if (raw.isEmpty()) {
            missing.add(key);
            return;
          }
          TeacherResult known = known(reader.read(requests.get(indices.get(0)), raw.get(), 1));
          indices.forEach(index -> results.put(index, known));
        });
    if (!missing.isEmpty()) {
      ask(requests, missing, byKey, results);
    }
    return results.inOrder();
  }

  @Override
  public void close() {
    teacher.close();
  }

  private void ask(
      List<TeacherRequest> requests,
      List<String> missing,
      Map<String, List<Integer>> byKey,
      Results results) {
    List<List<Integer>> places =
        missing.stream().map(key -> byKey.getOrDefault(key, List.of())).toList();
    List<TeacherRequest> distinct =
        places.stream().map(indices -> requests.get(indices.get(0))).toList();
    teacher.answer(
        distinct,
        (asked, result) -> {
          if (!result.raw().isEmpty()) {
            cache.put(missing.get(asked), result.raw());
          }
          List<Integer> indices = places.get(asked);
          results.put(indices.get(0), result);
          TeacherResult copy = known(result);
          indices.stream().skip(1).forEach(index -> results.put(index, copy));
        });
  }

  private static TeacherResult known(TeacherResult result) {
    if (result instanceof TeacherAnswer answer) {
      return answer.asCached();
    }
    return result instanceof TeacherFailure failure ? failure.atAttempt(0) : result;
  }

  /** Results as they come in, from several threads. */
  private static final class Results {
    private final List<Optional<TeacherResult>> results = new ArrayList<>();
    private final Listener listener;

    Results(int size, Listener listener) {
      for (int i = 0; i < size; i++) {
        results.add(Optional.empty());
      }
      this.listener = listener;
    }

    void put(int index, TeacherResult result) {
      synchronized (results) {
        results.set(index, Optional.of(result));
      }
      listener.hear(index, result);
    }

    List<TeacherResult> inOrder() {
      synchronized (results) {
        return results.stream().map(Optional::orElseThrow).toList();
      }
    }
  }
}
