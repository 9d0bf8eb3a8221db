package org.winnow.synth.teacher;

import java.util.Locale;

/** Why a request has no answer. */
public enum FailureKind {
  /** The server wants fewer requests: status 429. */
  RATE_LIMITED(true),
  /** The server failed: status 5xx, or another status that says nothing about the request. */
  SERVER_ERROR(true),
  /** The answer was not whole in time, or the server gave up waiting: status 408. */
  TIMED_OUT(true),
  /** There was no connection, or it broke. */
  CONNECTION_LOST(true),
  /** The answer is not a completion in JSON. */
  MALFORMED_ANSWER(true),
  /** The server refuses the request: status 400 and the other 4xx. */
  BAD_REQUEST(false),
  /** The key is missing, wrong or not allowed to do this: status 401 or 403. */
  UNAUTHORIZED(false),
  /** The server does not know the model or the address: status 404. */
  NOT_FOUND(false),
  /** The account has no money left: status 402, or 429 with {@code insufficient_quota}. */
  QUOTA_EXHAUSTED(false),
  /** The request, or with it the tokens that were asked for, exceeds the model's context. */
  CONTEXT_TOO_LONG(false),
  /** The answer was cut off at {@code max_tokens}: finish reason {@code length}. */
  ANSWER_CUT_OFF(false),
  /** The answer was withheld by a filter, or the model refused. */
  CONTENT_FILTERED(false),
  /** The completion has no text. */
  EMPTY_ANSWER(false),
  /** The answer does not conform to the schema, however often it was asked for. */
  SCHEMA_VIOLATION(false),
  /** Nothing was sent, since the budget does not allow it. */
  BUDGET_SPENT(false),
  /** Nothing was sent, since only known answers were wanted, and this one is not known. */
  NOT_IN_CACHE(false);

  private final boolean retriable;

  FailureKind(boolean retriable) {
    this.retriable = retriable;
  }

  /** Whether the same request may be answered at another time, with nothing else changed. */
  public boolean retriable() {
    return retriable;
  }

  /** The name used in files, in snake_case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
