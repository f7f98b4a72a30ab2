package dev.parley.problem;

/// What is wrong with the text form of a framing, its settings, or a pair of framings.
public enum FramingProblem implements ProblemCode {
  /// No framing has the text form {0}.
  UNKNOWN("framing '{0}' is unknown; the forms are " + Forms.ALL),
  /// No framing has the text form {0}; providers of others describe theirs as {1}.
  UNKNOWN_TO_PROVIDERS(
      "framing '{0}' is unknown; the forms are " + Forms.ALL + "; and of providers: {1}"),
  /// The framing {0} has two providers, of the classes {1} and {2}.
  TWO_PROVIDERS("framing '{0}' is provided by both {1} and {2}; remove one of them"),
  /// The arguments of the framing {0} are wrong, says its provider of class {1}, for the reason
  /// {2}.
  PROVIDER_REFUSES("framing '{0}' is refused by its provider {1}: {2}"),
  /// The provider of class {0} threw an exception of class {1}.
  PROVIDER_THREW("the provider of framings {0} threw {1}"),
  /// The provider of class {0} has the name {1}, and its framing the text form {2}.
  PROVIDER_NAME("the provider of framings {0} made {2} of the name {1}"),
  /// A provider could not be loaded; {0} is the JDK's message.
  PROVIDER_MISSING("a provider of framings cannot be loaded: {0}"),
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
  /// A session has, or was to get, the framing `ready` in one direction.
  CHANGE_WITH_READY(
      "a session cannot change its framing from ready or to it: its receiver answers inside of"
          + " messages"),
  /// A text form that both sides compare is not of 1 to {0} visible characters.
  AGREEMENT_TEXT("the text form of a framing has 1 to {0} visible ASCII characters"),
  /// The framing of class {0} has a text form that is not one, of up to {1} characters.
  TEXT_FORM(
      "the text form of the framing {0} is not name or name:arguments in at most {1} characters:"
          + " a name in lower case, arguments in visible ASCII"),
  /// The framing {0} says that its frames have up to {1} bytes; {2} are allowed.
  FRAME_BYTES("the framing {0} has a maxFrameBytes of {1}, which is not from 1 to {2}"),
  /// The framing {0} says that it adds up to {1} bytes; {2} are allowed.
  OVERHEAD("the framing {0} has an overhead of {1} bytes, which is not from 0 to {2}"),
  /// The framing {0} threw an exception of class {1}.
  THREW("the framing {0} threw {1}"),
  /// The decoder of {0} moved the position by {1} of {2} bytes, or moved the limit.
  DECODER_POSITION(
      "the decoder of the framing {0} broke its contract: it moved the position by {1} of {2}"
          + " bytes, or moved the limit"),
  /// The decoder of {0} showed other bytes than those of its frame.
  DECODER_VIEW(
      "the decoder of the framing {0} broke its contract: its message is not in its frame"),
  /// The decoder of {0} showed {1} bytes, more than the maximum {2}.
  DECODER_TOO_LARGE(
      "the decoder of the framing {0} broke its contract: its message has {1} bytes, more than"
          + " maxMessage {2}"),
  /// The decoder of {0} asked for more than {1} bytes.
  DECODER_WAITS(
      "the decoder of the framing {0} broke its contract: it waits for more than its"
          + " maxFrameBytes {1}"),
  /// The encoder of {0} moved the position by {1} bytes, or moved the limit; its overhead is {2}.
  ENCODER_POSITION(
      "the encoder of the framing {0} broke its contract: it moved the position by {1} bytes with"
          + " an overhead of {2}, or moved the limit");

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
