/** How good conversations are by a reward model: {@link org.winnow.scorers.reward.RewardModel}. */
@NullMarked
package org.winnow.scorers.reward;

import org.jspecify.annotations.NullMarked;
