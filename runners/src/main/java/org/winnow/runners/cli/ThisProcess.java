package org.winnow.runners.cli;

import org.winnow.pipelines.run.Lease;

/** Names this process where others are told who holds something. */
final class ThisProcess {
  private ThisProcess() {}

  /** This process and no other one: ids of processes and names of machines may repeat. */
  static String name() {
    return Lease.thisProcess();
  }
}
