package org.winnow.transforms.mix;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.winnow.transforms.Amount;

/**
 * A quota for each domain by name; a share is of the domain itself, so 200% is two epochs. A domain
 * without a quota is used once.
 *
 * @param quotas by domain
 * @param cap how often a domain may be used
 */
public record MixByQuota(Map<String, Amount> quotas, EpochCap cap) implements MixRule {
  private static final Amount ONCE = new Amount.Percent(BigDecimal.valueOf(100));

  public MixByQuota {
    quotas = Collections.unmodifiableMap(new TreeMap<>(quotas));
  }

  @Override
  public Mixture of(Map<String, Long> sizes) {
    if (sizes.isEmpty()) {
      return new Mixture(sizes, List.of(Division.of(Map.of())));
    }
    for (Map.Entry<String, Amount> quota : quotas.entrySet()) {
      if (!sizes.containsKey(quota.getKey())) {
        throw new MixException(
            "domain '"
                + quota.getKey()
                + "' has a quota of "
                + quota.getValue()
                + " but no row; domains here: "
                + String.join(", ", new TreeMap<>(sizes).keySet()));
      }
    }
    Map<String, Long> given = new TreeMap<>();
    sizes.forEach(
        (domain, size) -> {
          long quota = quotas.getOrDefault(domain, ONCE).of(size);
          if (quota > cap.room(size)) {
            throw new MixException(
                "domain '"
                    + domain
                    + "' has a quota of "
                    + quota
                    + " of its "
                    + size
                    + ", which is more than max_epochs: "
                    + cap
                    + " allows ("
                    + cap.room(size)
                    + ")");
          }
          given.put(domain, quota);
        });
    return new Mixture(sizes, List.of(Division.of(given)));
  }
}
