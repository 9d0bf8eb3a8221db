package org.winnow.transforms.dedup;

import java.util.ArrayList;
import java.util.List;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Message;
import org.winnow.schemas.Sample;
import org.winnow.schemas.SampleId;

/** When rows count as equal. */
public enum Match {
  /** If roles and contents of all turns are. */
  EXACT,
  /**
   * If roles are, and contents but for case, punctuation, white space and Unicode form. A turn of
   * nothing but punctuation is compared as it is.
   */
  NORMALIZED;

  /** What equal rows of {@code batch}, and no others, have in common; one for each row. */
  List<PlaceBlock.Hash> groups(CorpusBatch batch) {
    List<String> names = this == EXACT ? batch.ids() : normalized(batch.samples());
    return names.stream().map(PlaceBlock.Hash::ofId).toList();
  }

  private static List<String> normalized(List<Sample> samples) {
    NormalText text = new NormalText();
    List<String> names = new ArrayList<>(samples.size());
    for (Sample sample : samples) {
      List<Message> messages = new ArrayList<>();
      for (Message message : sample.messages()) {
        text.clear();
        text.add(message.content());
        messages.add(text.length() == 0 ? message : new Message(message.role(), text.toString()));
      }
      names.add(SampleId.of(messages));
    }
    return names;
  }
}
