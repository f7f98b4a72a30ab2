package dev.parley.bench;

/// What one figure is about: this contender under this load with so many threads.
record Point(Load load, Contender contender, int threads) {
  /// `depth-1/parley@2`.
  @Override
  public String toString() {
    return load.title() + "/" + contender.title() + "@" + threads;
  }
}
