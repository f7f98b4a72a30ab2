package dev.parley.cli.command;

import dev.parley.cli.text.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Understands the command lines of people used to nc, ncat, socat, git or ssh. Unambiguous
/// spellings are accepted; for others the error message ends with the spelling to use here.
///
/// | typed | |
/// |---|---|
/// | `parley help serve`, `parley help` | done: `parley serve --help`, `parley --help` |
/// | `parley version` | done: `parley --version` |
/// | `serve -lp 9003`, `-lk`, `-lvnp` | done: `serve -l 9003`; ours always keep serving |
/// | `parley -l 9000`, `parley 127.0.0.1 9000` | named: `parley serve -l 9000`, `parley connect …` |
/// | `tcp:HOST:PORT`, `TCP4-LISTEN:PORT`, `::1:9000` | named: `tcp://HOST:PORT`, `[::1]:9000` |
/// | `--ssl`, `-k`, `-z`, `-C` and so on | named, option by option |
public final class OtherTools {
  /// nc's `-l` combined with flags that have no value of their own.
  private static final Pattern LISTEN = Pattern.compile("-[46dknpruv]*l[46dknpruv]*");

  /// The addresses of others, compiled when a word is refused, and not at each start.
  private static final class Addresses {
    static final Pattern SOCAT =
        Pattern.compile(
            "(?i)(tcp|udp|openssl|ssl|tls|unix)([46]?)(-connect|-listen|-l|-sendto|-recvfrom|-recv|-datagram)?:(?!//)(.*)");

    /// An IPv6 address followed by something that may be a port.
    static final Pattern BARE_IPV6 =
        Pattern.compile("(?i)(?<host>[0-9a-f]*:[0-9a-f:]*[0-9a-f]):(?<port>[0-9]{4,5})");
  }

  /// Our names for options of other tools.
  private static final Map<String, String> SPELLINGS =
      Map.ofEntries(
          Map.entry("--ssl-cert", "--tls-cert"),
          Map.entry("--ssl-key", "--tls-key"),
          Map.entry("--ssl-trustfile", "--ca"),
          Map.entry("-C", "--framing line:crlf"),
          Map.entry("--crlf", "--framing line:crlf"),
          Map.entry("-q", "--wait"),
          Map.entry("-i", "--timeout"),
          Map.entry("--idle-timeout", "--timeout"),
          Map.entry("--port", "-p PORT"),
          Map.entry("--udp4", "-u -4"),
          Map.entry("--recv-only", "</dev/null"));

  /// Hints about options of other tools that we do not have: keys of texts, without their prefix.
  private static final Map<String, String> HINTS =
      Map.ofEntries(
          Map.entry("--ssl", "tls-address"),
          Map.entry("--tls", "tls-address"),
          Map.entry("--ssl-verify", "always-verified"),
          Map.entry("-k", "keeps-serving"),
          Map.entry("--keep-open", "keeps-serving"),
          Map.entry("-l", "serve-port"),
          Map.entry("--listen", "serve-port"),
          Map.entry("-z", "look-for-listener"),
          Map.entry("-N", "ends-with-input"),
          Map.entry("-n", "leave-out"),
          Map.entry("--send-only", "leave-out"),
          Map.entry("-e", "no-programs"),
          Map.entry("-c", "no-programs"),
          Map.entry("--exec", "no-programs"),
          Map.entry("--sh-exec", "no-programs"),
          Map.entry("--chat", "no-chat-rooms"),
          Map.entry("--broker", "no-chat-rooms"));

  private OtherTools() {}

  /// Returns the arguments translated into our spelling.
  ///
  /// @param isCommand true for the names of our commands
  public static String[] understood(Predicate<String> isCommand, String... args) {
    if (args.length == 0) {
      return args;
    }
    return switch (args[0]) {
      case "help" -> help(isCommand, args);
      case "version" -> args.length == 1 ? words("--version") : args;
      case "serve" -> listening(args);
      default -> args;
    };
  }

  /// Translates `help COMMAND` and `help COMMAND WORD`; an unknown command is left alone, to be
  /// rejected later.
  private static String[] help(Predicate<String> isCommand, String... args) {
    if (args.length == 1) {
      return words("--help");
    }
    if (!isCommand.test(args[1])) {
      return words(args[1]);
    }
    String[] words = Arrays.copyOfRange(args, 1, args.length + 1);
    words[words.length - 1] = "--help";
    return words;
  }

  private static String[] words(String... words) {
    return words;
  }

  /// Replaces `-lkvp PORT` by `-l PORT` and those of its other flags that we have.
  private static String[] listening(String... args) {
    List<String> words = new ArrayList<>();
    for (String word : args) {
      if (word.length() > 2 && LISTEN.matcher(word).matches()) {
        for (String flag : new String[] {"4", "6", "u", "v"}) {
          if (word.contains(flag)) {
            words.add("-" + flag);
          }
        }
        words.add("-l");
      } else {
        words.add(word);
      }
    }
    return words.toArray(String[]::new);
  }

  /// Returns the suggestion for a word in the place of a command; empty if there is none.
  public static String command(List<String> words) {
    String first = words.getFirst();
    String rest = String.join(" ", words);
    if (first.equals("-l") || first.equals("--listen") || LISTEN.matcher(first).matches()) {
      return Texts.text(
          "command.other.serve", rest.substring(first.length()).replaceFirst(" -p\\b", ""));
    }
    boolean isHost = first.matches("localhost|[0-9]+|.*[.:].*");
    return isHost ? Texts.text("command.other.connect", rest) : "";
  }

  /// Returns what another tool's option is called here; empty if unknown.
  public static String option(String word) {
    boolean areLetters = word.length() > 2 && word.charAt(1) != '-';
    int end = areLetters ? 2 : word.indexOf('='); // -zv is -z with more
    String option = end < 0 ? word : word.substring(0, end);
    String spelling = SPELLINGS.get(option);
    if (spelling != null) {
      return Texts.text("command.other.spelling", spelling);
    }
    String hint = HINTS.get(option);
    return hint == null ? "" : Texts.text("command.other." + hint);
  }

  /// Returns our spelling of another tool's address, or of an ambiguous one; null if the word is
  /// neither.
  public static @Nullable String address(String word) {
    Matcher socat = Addresses.SOCAT.matcher(word);
    if (socat.matches()) {
      String scheme = socat.group(1).toLowerCase(Locale.ROOT);
      String rest = socat.group(4).replaceFirst(",.*", "");
      return switch (scheme) {
        case "unix" -> socat.group(3) == null ? null : "unix:" + rest;
        case "openssl", "ssl" -> "tls://" + rest;
        default -> scheme + "://" + rest;
      };
    }
    Matcher bare = Addresses.BARE_IPV6.matcher(word);
    if (!bare.matches() || word.contains(".")) {
      return null;
    }
    String asPort = "[" + bare.group("host") + "]:" + bare.group("port");
    long groups = word.chars().filter(c -> c == ':').count() + 1;
    boolean isPortOnly = groups > 8 || bare.group("port").length() > 4;
    boolean isAddressOnly = !word.contains("::") && groups <= 8;
    return isAddressOnly
        ? null
        : isPortOnly ? asPort : Texts.text("command.other.two-readings", asPort, word);
  }
}
