package org.winnow.synth.teacher;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A teacher that knows no answer: every request is a failure of kind {@link
 * FailureKind#NOT_IN_CACHE}. Behind a {@link CachedTeacher} it hears what the cache lacks.
 */
public final class SilentTeacher implements Teacher {
  private final Set<String> asked = new LinkedHashSet<>();

  /** Keys of the requests that it has heard, each once, in order. */
  public List<String> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  @Override
  public List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener) {
    List<TeacherResult> results = new ArrayList<>();
    for (TeacherRequest request : requests) {
      String key = RequestKey.of(request);
      synchronized (asked) {
        asked.add(key);
      }
      TeacherResult result =
          TeacherFailure.of(
              FailureKind.NOT_IN_CACHE, "expected a known answer under " + key + ", found none", 0);
      listener.hear(results.size(), result);
      results.add(result);
    }
    return results;
  }

  @Override
  public void close() {
    // holds nothing
  }
}
