package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// A part of the command that has its own bundles of texts. The keys of an area begin with its
/// prefix.
enum Area {
  MAIN("main."),
  COMMAND("command."),
  CONNECT("connect."),
  CHAT("chat."),
  SERVER("server."),
  SERVE("serve."),
  HISTORY("history."),
  KEY("key."),
  BENCH("bench."),
  PORT("port."),
  IO("io."),
  REPORT("report."),
  HELP("help."),
  PROBLEM("problem."),
  FILE_PROBLEM("file-problem.");

  final String prefix;

  Area(String prefix) {
    this.prefix = prefix;
  }

  /// Returns the area of `key`.
  ///
  /// @throws IllegalArgumentException if there is none
  static Area of(String key) {
    for (Area area : values()) {
      if (key.startsWith(area.prefix)) {
        return area;
      }
    }
    throw new IllegalArgumentException("no area has the text " + key);
  }

  /// Returns a new bundle of this area.
  ListResourceBundle bundle(Language language) {
    return language == Language.CHINESE ? chinese() : english();
  }

  private ListResourceBundle english() {
    return switch (this) {
      case MAIN -> new EnglishMain();
      case COMMAND -> new EnglishCommand();
      case CONNECT -> new EnglishConnect();
      case CHAT -> new EnglishChat();
      case SERVER -> new EnglishServer();
      case SERVE -> new EnglishServe();
      case HISTORY -> new EnglishHistory();
      case KEY -> new EnglishKey();
      case BENCH -> new EnglishBench();
      case PORT -> new EnglishPort();
      case IO -> new EnglishIo();
      case REPORT -> new EnglishReport();
      case HELP -> new EnglishHelp();
      case PROBLEM -> new EnglishProblem();
      case FILE_PROBLEM -> new EnglishFileProblem();
    };
  }

  private ListResourceBundle chinese() {
    return switch (this) {
      case MAIN -> new ChineseMain();
      case COMMAND -> new ChineseCommand();
      case CONNECT -> new ChineseConnect();
      case CHAT -> new ChineseChat();
      case SERVER -> new ChineseServer();
      case SERVE -> new ChineseServe();
      case HISTORY -> new ChineseHistory();
      case KEY -> new ChineseKey();
      case BENCH -> new ChineseBench();
      case PORT -> new ChinesePort();
      case IO -> new ChineseIo();
      case REPORT -> new ChineseReport();
      case HELP -> new ChineseHelp();
      case PROBLEM -> new ChineseProblem();
      case FILE_PROBLEM -> new ChineseFileProblem();
    };
  }
}
