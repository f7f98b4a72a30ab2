package dev.parley.testing;

/// A scheme as a user of the library writes it, for [CompiledProvider]: `xor` is TCP with a layer
/// that changes every byte.
public final class XorScheme {
  /// What each byte is combined with.
  public static final byte KEY = 0x2a;

  /// The source of the members of the provider.
  public static final String MEMBERS =
      """
      public Transport transport() { return Transport.TCP; }
      public int defaultPort() { return 4242; }
      public Layer serverLayer(LayerContext context, Address listener) { return new Mask(); }
      public Layer clientLayer(LayerContext context, Address server) { return new Mask(); }
      public boolean equals(Object other) { return other != null && other.getClass() == getClass(); }
      public int hashCode() { return 1; }
      public String toString() { return "xor"; }

      private static final class Mask implements Layer {
        public void start(Sink outer) {}
        public void receive(java.nio.ByteBuffer wire, Sink inner, Sink outer) { pass(wire, inner); }
        public void send(java.nio.ByteBuffer inner, Sink outer) { pass(inner, outer); }
        public void end() {}
        public LayerLogin login() { return LayerLogin.NONE; }
        public LayerState state() { return LayerState.NONE; }

        private static void pass(java.nio.ByteBuffer from, Sink to) {
          byte[] bytes = new byte[from.remaining()];
          from.get(bytes);
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 0x2a;
          }
          if (bytes.length > 0) {
            to.put(java.nio.ByteBuffer.wrap(bytes));
          }
        }
      }
      """;

  private XorScheme() {}

  /// Returns these bytes as they are on the wire.
  public static byte[] onWire(byte[] bytes) {
    byte[] wire = bytes.clone();
    for (int i = 0; i < wire.length; i++) {
      wire[i] ^= KEY;
    }
    return wire;
  }
}
