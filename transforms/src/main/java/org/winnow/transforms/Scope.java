package org.winnow.transforms;

import java.util.List;
import org.winnow.schemas.CorpusBatch;

/** Within which rows a step compares and counts. */
public enum Scope implements Grouping {
  /** All rows together. */
  CORPUS,
  /** Each domain for itself. */
  DOMAIN;

  /** Name of the group that holds the whole corpus. */
  public static final String WHOLE_CORPUS = "corpus";

  /** The group that a row of {@code domain} belongs to. */
  public String group(String domain) {
    return this == CORPUS ? WHOLE_CORPUS : domain;
  }

  @Override
  public List<String> groups(CorpusBatch batch) {
    return batch.domains().stream().map(this::group).toList();
  }
}
