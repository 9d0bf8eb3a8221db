package org.winnow.runners.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What people are told of a failure. */
class LaunchesTest {
  @Test
  void aCauseIsToldOnceWithItsPlace() {
    IOException full = new IOException("No space left on device");
    IOException placed = new IOException("cannot write /out/a: No space left on device", full);

    assertThat(Launches.failure(new IllegalStateException(placed)))
        .hasMessage("IOException: cannot write /out/a: No space left on device");
  }

  @Test
  void theInnermostCauseComesFirst() {
    IOException inner = new IOException("refused");
    IllegalStateException outer = new IllegalStateException("the store of scores", inner);

    assertThat(Launches.failure(outer))
        .hasMessage("IOException: refused; in IllegalStateException: the store of scores");
  }

  @Test
  void aFailureWithoutAMessageIsToldByItsType() {
    assertThat(Launches.failure(new IllegalStateException(new InterruptedException())))
        .hasMessage("InterruptedException");
  }
}
