package dev.parley.secure;

/// An entropy source that gives the same bytes in every run, so that the same input always leads to
/// the same output. For fuzz tests only.
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
