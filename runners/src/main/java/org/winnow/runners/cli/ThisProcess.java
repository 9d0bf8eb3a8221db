package org.winnow.runners.cli;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;

/** Names this process for locks. */
final class ThisProcess {
  private ThisProcess() {}

  /** This process and no other one: ids of processes and names of machines may repeat. */
  static String name() {
    String machine;
    try {
      machine = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      machine = "a machine without a name";
    }
    ProcessHandle process = ProcessHandle.current();
    return "process "
        + process.pid()
        + " on "
        + machine
        + ", since "
        + process.info().startInstant().map(Instant::toString).orElse("an unknown time")
        + " ("
        + Long.toHexString(System.nanoTime())
        + ")";
  }
}
