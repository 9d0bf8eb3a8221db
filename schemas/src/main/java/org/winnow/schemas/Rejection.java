package org.winnow.schemas;

import static java.util.Objects.requireNonNull;

/**
 * One row that was taken out of a corpus, and why.
 *
 * @param kind whether the row was bad or merely not chosen
 * @param id the sample's id; empty where the row never became a sample
 * @param domain the sample's domain; empty where unknown
 * @param file name of the source file as the run lists it; empty for a synthetic sample
 * @param row number of the row in that file, from 1; 0 where the file as a whole is meant
 * @param step name of the step that took the row out
 * @param reason a stable word in snake_case, such as {@code malformed_json}
 * @param evidence what was found, for a person to read; short, never the whole sample
 */
public record Rejection(
    Kind kind,
    String id,
    String domain,
    String file,
    long row,
    String step,
    String reason,
    String evidence) {
  /** Longest evidence that is kept, in characters. */
  public static final int MAX_EVIDENCE_CHARS = 500;

  /** Why rows leave a corpus. */
  public enum Kind {
    /** The row is broken or cannot be scored; counts against the recipe's {@code max_rejected}. */
    INVALID,
    /** The row is sound, and a step decided against it. */
    DROPPED
  }

  public Rejection {
    requireNonNull(kind, "kind is null");
    requireNonNull(id, "id is null");
    requireNonNull(domain, "domain is null");
    requireNonNull(file, "file is null");
    requireNonNull(step, "step is null");
    if (row < 0) {
      throw new IllegalArgumentException("row must be >= 0, got " + row);
    }
    if (!reason.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("reason must be a snake_case word, got '" + reason + "'");
    }
    evidence = Abbreviation.of(evidence, MAX_EVIDENCE_CHARS);
  }

  /** A row of a file that never became a sample. */
  public static Rejection ofRow(
      String domain, String file, long row, String step, String reason, String evidence) {
    return new Rejection(Kind.INVALID, "", domain, file, row, step, reason, evidence);
  }

  /** A sample that is broken, or that a step could not work on. */
  public static Rejection invalid(Sample sample, String step, String reason, String evidence) {
    return of(Kind.INVALID, sample.id(), sample.domain(), sample.origin(), step, reason, evidence);
  }

  /** A sound sample that a step decided against. */
  public static Rejection dropped(
      String id, String domain, Origin origin, String step, String reason, String evidence) {
    return of(Kind.DROPPED, id, domain, origin, step, reason, evidence);
  }

  private static Rejection of(
      Kind kind,
      String id,
      String domain,
      Origin origin,
      String step,
      String reason,
      String evidence) {
    return new Rejection(kind, id, domain, origin.file(), origin.row(), step, reason, evidence);
  }
}
