package dev.parley.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SourceLimitsTest {
  private final SourceLimits defaults = SourceLimits.defaults();

  @Test
  void theDefaults() {
    assertEquals(
        new SourceLimits(
            64, 100, 500, 256, 16, Duration.ofMinutes(10), List.of(), List.of(), List.of()),
        defaults);
  }

  @Test
  void eachIsChangedAlone() {
    AddressBlock one = AddressBlock.parse("192.0.2.0/24");
    AddressBlock other = AddressBlock.parse("2001:db8::/32");
    SourceLimits all =
        defaults
            .withIpv6Prefix(56)
            .withConnectionRate(0, 7)
            .withMaxLogins(8)
            .withMaxLoginsPerAddress(9)
            .withMaxPenalty(Duration.ZERO)
            .withCallers(List.of(one), List.of(other))
            .withExempt(List.of(one, other));
    assertEquals(
        new SourceLimits(
            56, 0, 7, 8, 9, Duration.ZERO, List.of(one), List.of(other), List.of(one, other)),
        all);
  }

  @Test
  void whatIsOutOfRangeIsRefusedWithItsNameAndRange() {
    Stream.<Executable>of(
            () -> defaults.withIpv6Prefix(0),
            () -> defaults.withIpv6Prefix(129),
            () -> defaults.withConnectionRate(-1, 1),
            () -> defaults.withConnectionRate(1_000_001, 1),
            () -> defaults.withConnectionRate(1, 0),
            () -> defaults.withConnectionRate(1, 1_000_001),
            () -> defaults.withMaxLogins(0),
            () -> defaults.withMaxLoginsPerAddress(0),
            () -> defaults.withMaxPenalty(Duration.ofMillis(14_999)),
            () -> defaults.withMaxPenalty(Duration.ofSeconds(-1)),
            () -> defaults.withMaxPenalty(Timeouts.LONGEST.plusNanos(1)))
        .forEach(wrong -> assertThrows(IllegalArgumentException.class, wrong));
    assertEquals(
        "maxLogins of 0 logins is out of range; choose 1 to 2147483647",
        assertThrows(IllegalArgumentException.class, () -> defaults.withMaxLogins(0)).getMessage());
    assertEquals(
        "maxPenalty of 3s is out of range; choose 15s to 8760h, or zero for no penalties",
        assertThrows(
                IllegalArgumentException.class,
                () -> defaults.withMaxPenalty(Duration.ofSeconds(3)))
            .getMessage());
    assertEquals(15, defaults.withMaxPenalty(Penalties.LEAST).maxPenalty().toSeconds());
    assertEquals(128, defaults.withIpv6Prefix(128).ipv6Prefix());
  }
}
