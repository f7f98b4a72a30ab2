package dev.parley.secure;

/// Bytes that are the same in every run: the same input must always lead to the same bytes. For
/// fuzz tests only.
public final class FixedEntropy implements Entropy {
  private int next;

  public FixedEntropy(int first) {
    this.next = first;
  }

  @Override
  public void fill(byte[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] = (byte) (next * 31 + (next >> 5));
      next++;
    }
  }
}
