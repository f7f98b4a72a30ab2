package dev.parley.cli.serve;

import static dev.parley.cli.command.Declaration.number;
import static dev.parley.cli.command.Declaration.option;
import static dev.parley.cli.command.Declaration.repeatable;
import static dev.parley.cli.command.Declaration.time;

import dev.parley.cli.command.Failure;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
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
    group.addOption(repeatable(values -> allow = values, "--allow").paramLabel("BLOCK").build());
    group.addOption(repeatable(values -> deny = values, "--deny").paramLabel("BLOCK").build());
    group.addOption(repeatable(values -> exempt = values, "--exempt").paramLabel("BLOCK").build());
    group.addOption(
        option(Integer.class, value -> ipv6Prefix = value, "--ipv6-prefix")
            .paramLabel("BITS")
            .defaultValue(String.valueOf(defaults.ipv6Prefix()))
            .build());
    group.addOption(
        number(value -> connectionRate = value, "--connection-rate")
            .defaultValue(String.valueOf(defaults.connectionsPerSecond()))
            .build());
    group.addOption(
        number(value -> connectionBurst = value, "--connection-burst")
            .defaultValue(String.valueOf(defaults.connectionBurst()))
            .build());
    group.addOption(
        number(value -> maxLogins = value, "--max-logins")
            .defaultValue(String.valueOf(defaults.maxLogins()))
            .build());
    group.addOption(
        number(value -> maxLoginsPerAddress = value, "--max-logins-per-address")
            .defaultValue(String.valueOf(defaults.maxLoginsPerAddress()))
            .build());
    group.addOption(time(value -> maxPenalty = value, "--max-penalty").defaultValue("10m").build());
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
      throw Failure.usage(e);
    }
  }

  private static List<AddressBlock> blocks(String option, List<String> values) {
    List<AddressBlock> blocks = new ArrayList<>();
    for (String value : values) {
      for (String block : value.split(",", -1)) {
        try {
          blocks.add(AddressBlock.parse(block.strip()));
        } catch (IllegalArgumentException e) {
          throw Failure.usage(Texts.problem("serve.block", option, ProblemTexts.sentence(e)), e);
        }
      }
    }
    return blocks;
  }
}
