package org.winnow.synth.teacher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.winnow.schemas.Threads;

/**
 * A teacher behind a server that speaks OpenAI's chat protocol.
 *
 * <p>Each request is tried until it is answered, its failure is final or its attempts are used up;
 * see {@link RetryPolicy} and {@link FailureKind}. Every attempt takes its share of the budget
 * before it is sent. Requests run in parallel on threads of the teacher's own.
 *
 * <pre>{@code
 * Endpoint endpoint = Endpoint.of(URI.create("http://localhost:8000/v1"));
 * try (Teacher teacher =
 *     EndpointTeacher.open(endpoint, TeacherSettings.STANDARD, Budget.unlimited())) {
 *   List<TeacherResult> results = teacher.answer(requests);
 * }
 * }</pre>
 */
public final class EndpointTeacher implements Teacher {
  private final RequestLoop loop;
  private final TeacherSettings settings;
  private final Budget budget;
  private final ExecutorService threads;

  private EndpointTeacher(RequestLoop loop, TeacherSettings settings, Budget budget) {
    this.loop = loop;
    this.settings = settings;
    this.budget = budget;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            settings.limits().concurrency(),
            work -> {
              Thread thread = new Thread(work, "winnow-teacher-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Connects to nothing yet.
   *
   * @throws IllegalArgumentException if the endpoint's key is not in the environment
   */
  public static EndpointTeacher open(Endpoint endpoint, TeacherSettings settings, Budget budget) {
    return open(endpoint, settings, budget, System.getenv(), WaitingClock.SYSTEM);
  }

  static EndpointTeacher open(
      Endpoint endpoint,
      TeacherSettings settings,
      Budget budget,
      Map<String, String> environment,
      WaitingClock clock) {
    ChatConnection connection = new ChatConnection(endpoint, environment);
    return new EndpointTeacher(
        new RequestLoop(connection, settings, budget, clock), settings, budget);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the budget limits money and a model has no price
   */
  @Override
  public List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener) {
    requirePrices(requests);
    List<Future<TeacherResult>> futures = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      int index = i;
      futures.add(
          threads.submit(
              () -> {
                TeacherResult result = loop.ask(requests.get(index));
                listener.hear(index, result);
                return result;
              }));
    }
    try {
      List<TeacherResult> results = new ArrayList<>();
      for (Future<TeacherResult> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (CancellationException) new CancellationException("interrupted").initCause(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("asking the teacher failed: " + e.getCause(), e.getCause());
    } finally {
      futures.forEach(future -> future.cancel(true));
    }
  }

  /** Gives up what is under way and waits until its threads have ended. */
  @Override
  public void close() {
    // Nobody shall wait for what was not begun.
    threads.shutdownNow().stream()
        .filter(Future.class::isInstance)
        .forEach(task -> ((Future<?>) task).cancel(false));
    Threads.awaitEnd(threads);
  }

  private void requirePrices(List<TeacherRequest> requests) {
    if (budget.limits().money().isEmpty()) {
      return;
    }
    Optional<String> unpriced =
        requests.stream()
            .map(request -> request.parameters().model())
            .filter(model -> settings.prices().cost(model, TokenUsage.NONE).isEmpty())
            .findFirst();
    if (unpriced.isPresent()) {
      throw new IllegalArgumentException(
          "a budget in money needs a price of each model, found none of " + unpriced.get());
    }
  }
}
