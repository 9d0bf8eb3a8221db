package org.winnow.transforms.mix;

import java.io.Serializable;
import java.util.Map;

/** How a mixture follows from what the domains have. */
public sealed interface MixRule extends Serializable permits MixByTemperature, MixByQuota {
  /**
   * The mixture.
   *
   * @param sizes what each domain has, in rows or in tokens, each from 1; may be empty
   * @throws MixException if the domains do not have what is asked for
   */
  Mixture of(Map<String, Long> sizes);
}
