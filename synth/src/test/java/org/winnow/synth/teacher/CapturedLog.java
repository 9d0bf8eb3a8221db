package org.winnow.synth.teacher;

import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Everything that is logged while it is open, at any level. */
final class CapturedLog extends AbstractAppender implements AutoCloseable {
  private final List<String> lines = new ArrayList<>();

  private CapturedLog() {
    super("captured", null, null, false, Property.EMPTY_ARRAY);
  }

  static CapturedLog open() {
    CapturedLog log = new CapturedLog();
    log.start();
    ((Logger) LogManager.getRootLogger()).addAppender(log);
    return log;
  }

  @Override
  public void append(LogEvent event) {
    synchronized (lines) {
      lines.add(event.getMessage().getFormattedMessage() + " " + event.getThrown());
    }
  }

  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  @Override
  public void close() {
    ((Logger) LogManager.getRootLogger()).removeAppender(this);
    stop();
  }
}
