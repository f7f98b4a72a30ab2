package dev.parley.cli.serve;

import static dev.parley.cli.command.Declaration.option;
import static dev.parley.cli.command.Declaration.repeatable;

import dev.parley.cli.command.DurationArgument;
import dev.parley.cli.command.Failure;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.limit.AddressBlock;
import dev.parley.limit.SourceLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// The options for who may connect to a server, and how much each source of peers may use. The
/// defaults are the library's.
final class AdmissionOptions {
  private List<String> allow = List.of();
  private List<String> deny = List.of();
  private List<String> exempt = List.of();
  private int ipv6Prefix;
  private int connectionRate;
  private int connectionBurst;
  private int maxLogins;
  private int maxLoginsPerAddress;
  private Duration maxPenalty = Duration.ZERO;

  /// Declares these options as part of a command.
  void declare(CommandSpec group) {
    SourceLimits defaults = SourceLimits.defaults();
    group
        .usageMessage()
        .optionListHeading(
            "%nWho may call (BLOCK is an address, 10.0.0.0/8, or some with commas):%n");
    group.addOption(
        repeatable(values -> allow = values, "--allow")
            .paramLabel("BLOCK")
            .description("Only these may call. Default: everybody")
            .build());
    group.addOption(
        repeatable(values -> deny = values, "--deny")
            .paramLabel("BLOCK")
            .description("These may not call, even if --allow has them")
            .build());
    group.addOption(
        repeatable(values -> exempt = values, "--exempt")
            .paramLabel("BLOCK")
            .description(
                "No limit per address holds for these, such as a classroom behind one address."
                    + " This machine's own are exempt unless --max-per-address is set")
            .build());
    group.addOption(
        option(Integer.class, value -> ipv6Prefix = value, "--ipv6-prefix")
            .paramLabel("BITS")
            .defaultValue(String.valueOf(defaults.ipv6Prefix()))
            .description(
                "How much of an IPv6 address counts as one address; its /56 has 4 times as much,"
                    + " its /48 16 times. Default: ${DEFAULT-VALUE}")
            .build());
    group.addOption(
        option(Integer.class, value -> connectionRate = value, "--connection-rate")
            .paramLabel("N")
            .defaultValue(String.valueOf(defaults.connectionsPerSecond()))
            .description(
                "Connections a second of one address; over it they are closed at once. 0 is any."
                    + " Default: ${DEFAULT-VALUE}")
            .build());
    group.addOption(
        option(Integer.class, value -> connectionBurst = value, "--connection-burst")
            .paramLabel("N")
            .defaultValue(String.valueOf(defaults.connectionBurst()))
            .description("Connections of one address at once. Default: ${DEFAULT-VALUE}")
            .build());
    group.addOption(
        option(Integer.class, value -> maxLogins = value, "--max-logins")
            .paramLabel("N")
            .defaultValue(String.valueOf(defaults.maxLogins()))
            .description(
                "Peers in login at once, besides --max-sessions; over it the oldest of the address"
                    + " with most of them leaves. Default: ${DEFAULT-VALUE}")
            .build());
    group.addOption(
        option(Integer.class, value -> maxLoginsPerAddress = value, "--max-logins-per-address")
            .paramLabel("N")
            .defaultValue(String.valueOf(defaults.maxLoginsPerAddress()))
            .description("The same of one address. Default: ${DEFAULT-VALUE}")
            .build());
    group.addOption(
        option(Duration.class, value -> maxPenalty = value, "--max-penalty")
            .paramLabel("TIME")
            .defaultValue("10m")
            .converters(new DurationArgument())
            .description(
                "How long failed logins may keep an address out: 5s for each wrong proof, from the"
                    + " third on. off is not at all. Default: ${DEFAULT-VALUE}")
            .build());
  }

  /// Returns the configured limits.
  ///
  /// @throws Failure if one is out of range or not a block of addresses
  SourceLimits limits() {
    try {
      return SourceLimits.defaults()
          .withIpv6Prefix(ipv6Prefix)
          .withConnectionRate(connectionRate, connectionBurst)
          .withMaxLogins(maxLogins)
          .withMaxLoginsPerAddress(maxLoginsPerAddress)
          .withMaxPenalty(maxPenalty)
          .withCallers(blocks("--allow", allow), blocks("--deny", deny))
          .withExempt(blocks("--exempt", exempt));
    } catch (IllegalArgumentException e) {
      throw Failure.usage(ProblemTexts.sentence(e));
    }
  }

  private static List<AddressBlock> blocks(String option, List<String> values) {
    List<AddressBlock> blocks = new ArrayList<>();
    for (String value : values) {
      for (String block : value.split(",", -1)) {
        try {
          blocks.add(AddressBlock.parse(block.strip()));
        } catch (IllegalArgumentException e) {
          throw Failure.usage(option + ": " + ProblemTexts.sentence(e));
        }
      }
    }
    return blocks;
  }
}
