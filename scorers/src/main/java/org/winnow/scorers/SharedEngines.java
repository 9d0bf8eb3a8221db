package org.winnow.scorers;

import java.util.HashMap;
import java.util.Map;

/**
 * One engine for each plan in a process, however many steps use it. Who acquires, releases; the
 * last release closes the engine.
 */
public final class SharedEngines {
  private static final Map<String, Shared> OPEN = new HashMap<>();

  private SharedEngines() {}

  private static final class Shared {
    final ScoringEngine engine;
    int users;

    Shared(ScoringEngine engine) {
      this.engine = engine;
    }
  }

  /** The engine of that plan, opened if nobody uses it yet. */
  public static ScoringEngine acquire(ScoringPlan plan) {
    synchronized (OPEN) {
      Shared shared = OPEN.computeIfAbsent(key(plan), key -> new Shared(ScoringEngine.open(plan)));
      shared.users++;
      return shared.engine;
    }
  }

  /** Gives up one use; the last user's release closes the engine. */
  public static void release(ScoringPlan plan) {
    synchronized (OPEN) {
      Shared shared = OPEN.get(key(plan));
      if (shared == null) {
        throw new IllegalStateException(
            "no engine is open for checkpoint " + plan.model().checkpoint());
      }
      shared.users--;
      if (shared.users == 0) {
        OPEN.remove(key(plan));
        shared.engine.close();
      }
    }
  }

  private static String key(ScoringPlan plan) {
    return plan.fingerprint() + " " + plan.model();
  }
}
