package dev.parley.hmac;

/// The hash inside an HMAC login (RFC 2104).
public enum HmacAlgorithm {
  /// HMAC-MD5 (RFC 2202 §2), what Python's `hmac.new(key, message)` meant before 3.8. 16 bytes.
  /// Only for peers that speak nothing else.
  MD5("hmac-md5", "HmacMD5", 16),

  /// HMAC-SHA-256 (RFC 4231), 32 bytes.
  SHA256("hmac-sha256", "HmacSHA256", 32);

  private final String text;
  private final String algorithm;
  private final int macLength;

  HmacAlgorithm(String text, String algorithm, int macLength) {
    this.text = text;
    this.algorithm = algorithm;
    this.macLength = macLength;
  }

  /// The name by which the Java platform knows it.
  String algorithm() {
    return algorithm;
  }

  /// The length of the proof, in bytes.
  public int macLength() {
    return macLength;
  }

  /// The login's text form: `hmac-md5` or `hmac-sha256`.
  @Override
  public String toString() {
    return text;
  }
}
