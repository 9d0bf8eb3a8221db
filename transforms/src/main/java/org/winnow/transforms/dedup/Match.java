package org.winnow.transforms.dedup;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Message;
import org.winnow.schemas.Sample;
import org.winnow.schemas.SampleId;
import org.winnow.schemas.format.RejectedAnswers;

/**
 * When rows count as equal. The messages are compared and, of preference pairs, the rejected
 * answers too, which are no part of a row's id.
 */
public enum Match {
  /** If roles and contents of all turns are. */
  EXACT,
  /**
   * If roles are, and contents but for case, punctuation, white space and Unicode form. A turn of
   * nothing but punctuation is compared as it is.
   */
  NORMALIZED;

  private static final int ID_DIGITS = 32;

  /** What equal rows of {@code batch}, and no others, have in common; one for each row. */
  List<PlaceBlock.Hash> groups(CorpusBatch batch) {
    List<String> names = new ArrayList<>(this == EXACT ? batch.ids() : normalized(batch));
    addRejected(batch, names);
    return names.stream().map(PlaceBlock.Hash::ofId).toList();
  }

  private static List<String> normalized(CorpusBatch batch) {
    return batch.samples().stream().map(row -> SampleId.of(normalized(row.messages()))).toList();
  }

  /** Names pairs by both of their conversations. */
  private void addRejected(CorpusBatch batch, List<String> names) {
    List<String> metas = batch.metas();
    BitSet pairs = new BitSet(metas.size());
    for (int row = 0; row < metas.size(); row++) {
      pairs.set(row, RejectedAnswers.mayBeIn(metas.get(row)));
    }
    if (pairs.isEmpty()) {
      return;
    }
    int row = -1;
    for (Sample sample : batch.filter(pairs).samples()) {
      row = pairs.nextSetBit(row + 1);
      Optional<List<Message>> rejected = RejectedAnswers.conversation(sample);
      if (rejected.isPresent()) {
        String other = SampleId.of(this == EXACT ? rejected.get() : normalized(rejected.get()));
        byte[] both = (names.get(row) + '\n' + other).getBytes(StandardCharsets.US_ASCII);
        names.set(row, Digests.hex(both).substring(0, ID_DIGITS));
      }
    }
  }

  private static List<Message> normalized(List<Message> messages) {
    NormalText text = new NormalText();
    List<Message> normalized = new ArrayList<>(messages.size());
    for (Message message : messages) {
      text.clear();
      text.add(message.content());
      boolean isEmpty = text.length() == 0;
      normalized.add(isEmpty ? message : new Message(message.role(), text.toString()));
    }
    return normalized;
  }
}
