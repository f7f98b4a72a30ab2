package dev.parley.passwords;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A client's last message (RFC 5802 §7), without extensions.
///
/// ```
///   c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=
///   ├────────────── without proof ────────────────────┤
/// ```
///
/// @param signedPart the line without the proof
/// @param channel the GS2 header and the channel binding, in base64
/// @param proofText in base64
record ClientFinal(String signedPart, String channel, String nonce, String proofText) {
  private static final Pattern FORM =
      Pattern.compile(
          "(c=([A-Za-z0-9+/=]{1,512}),r=([!-+\\x2d-~]{1,1000})),p=([A-Za-z0-9+/=]{44})");

  static String withoutProof(String channel, String nonce) {
    return "c=" + channel + ",r=" + nonce;
  }

  /// Parses a line; null if it is not such a message.
  static @Nullable ClientFinal parse(String line) {
    Matcher matcher = FORM.matcher(line);
    if (!matcher.matches()) {
      return null;
    }
    byte[] proof = Verifier.base64(matcher.group(4));
    return proof == null || proof.length != Verifier.KEY_LENGTH
        ? null
        : new ClientFinal(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4));
  }

  byte[] proof() {
    return Base64.getDecoder().decode(proofText);
  }

  /// Returns the AuthMessage, which both sides sign (RFC 5802 §3): everything sent except the
  /// proof.
  static String authMessage(String clientFirstBare, String serverFirst, String withoutProof) {
    return clientFirstBare + "," + serverFirst + "," + withoutProof;
  }

  static String line(String withoutProof, byte[] proof) {
    return withoutProof + ",p=" + Verifier.base64(proof);
  }
}
