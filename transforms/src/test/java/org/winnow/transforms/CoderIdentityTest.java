package org.winnow.transforms;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.apache.beam.sdk.coders.ListCoder;
import org.junit.jupiter.api.Test;
import org.winnow.transforms.rank.Cuts;
import org.winnow.transforms.rank.RankBlock;

/**
 * Beam and its runners take equal coders for one: the translation of a graph registers the first
 * and uses it for all.
 */
class CoderIdentityTest {
  @Test
  void codersOfDifferentTypesDiffer() {
    assertNotEquals(RankBlock.CODER, Cuts.CODER);
    assertNotEquals(ListCoder.of(RankBlock.CODER), ListCoder.of(Cuts.CODER));
  }
}
