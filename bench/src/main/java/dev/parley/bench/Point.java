package dev.parley.bench;

/// What one figure is about: this contender under this load with so many threads.
///
/// @param isOther true for the contender of the checkout that this one is held against
record Point(Load load, Contender contender, int threads, boolean isOther) {
  /// One of this checkout.
  Point(Load load, Contender contender, int threads) {
    this(load, contender, threads, false);
  }

  /// The same of the other checkout.
  Point other() {
    return new Point(load, contender, threads, true);
  }

  /// `depth-1/parley@2`, and for the other checkout `depth-1/parley@2-other`.
  @Override
  public String toString() {
    return load.title() + "/" + contender.title() + "@" + threads + (isOther ? "-other" : "");
  }
}
