package dev.parley.problem;

/// What is wrong with the text form of a framing, its settings, or a pair of framings.
public enum FramingProblem implements ProblemCode {
  /// No framing has the text form {0}.
  UNKNOWN("framing '{0}' is unknown; the forms are " + Forms.ALL),
  /// The text form {0} ends with a colon.
  NO_ARGUMENT("framing '{0}' has nothing behind the colon; the forms are " + Forms.ALL),
  /// The text form {0} lacks a length up to {1}.
  NO_LENGTH("framing '{0}' needs a number of bytes from 1 to {1}; the forms are " + Forms.ALL),
  /// The text form {0} lacks a delimiter of up to {1} bytes.
  NO_DELIMITER("framing '{0}' needs a delimiter of 1 to {1} bytes; the forms are " + Forms.ALL),
  /// The text form {0} has a wrong escape.
  PERCENT(
      "framing '{0}' has a % without two hexadecimal digits behind it (write %25 for %"
          + " itself); the forms are "
          + Forms.ALL),
  /// The maximum {0} is not from 1 to {1}.
  MAX_MESSAGE("maxMessage {0} is not from 1 to {1} bytes"),
  /// A delimiter has {1} bytes, and may have up to {0}.
  DELIMITER_LENGTH("a delimiter has 1 to {0} bytes, not {1}"),
  /// The fixed length {0} is not from 1 to {1}.
  FIXED_LENGTH("fixed length {0} is not from 1 to {1} bytes"),
  /// The framing {0} has messages of {1} bytes, and the maximum is {2}.
  FIXED_OVER_MAXIMUM("{0} has messages of {1} bytes, more than maxMessage {2}"),
  /// `auto` for what we send alone; the peer sends with {0}.
  AUTO_SENDS_ONLY(
      "the framing auto sends as the peer does, so it must be the framing of what the peer"
          + " sends too, which is {0}"),
  /// `auto` for what we receive, and {0} for what we send.
  AUTO_WITH_READY(
      "the framing auto cannot find lines among the answers that the framing {0} waits for"),
  /// A text form that both sides compare is not of 1 to {0} visible characters.
  AGREEMENT_TEXT("the text form of a framing has 1 to {0} visible ASCII characters");

  private static final class Forms {
    static final String ALL =
        "auto, line, line:crlf, raw, stream, length:{1,2,4,8}{be,le}, length:varint,"
            + " delimiter:TEXT, fixed:N, netstring, ready, and length:...:chars and ready:chars,"
            + " which count characters";
  }

  private final String pattern;

  FramingProblem(String pattern) {
    this.pattern = pattern;
  }

  @Override
  public String area() {
    return "framing";
  }

  @Override
  public String pattern() {
    return pattern;
  }
}
