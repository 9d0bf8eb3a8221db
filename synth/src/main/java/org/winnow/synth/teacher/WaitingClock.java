package org.winnow.synth.teacher;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The time, and waiting for it to pass. */
public interface WaitingClock extends InstantSource {
  /** The machine's own. */
  WaitingClock SYSTEM =
      new WaitingClock() {
        @Override
        public Instant instant() {
          return InstantSource.system().instant();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
          Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
        }
      };

  /** Returns when that much time has passed. */
  void sleep(Duration duration) throws InterruptedException;
}
