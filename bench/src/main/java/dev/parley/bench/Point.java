package dev.parley.bench;

/// The subject of one figure: a contender under a load with a number of threads.
///
/// @param isOther true for the contender of the checkout that this one is compared with
record Point(Load load, Contender contender, int threads, boolean isOther) {
  /// Creates a point of this checkout.
  Point(Load load, Contender contender, int threads) {
    this(load, contender, threads, false);
  }

  /// Returns the same point of the other checkout.
  Point other() {
    return new Point(load, contender, threads, true);
  }

  /// Returns `depth-1/parley@2`, or for the other checkout `depth-1/parley@2-other`.
  @Override
  public String toString() {
    return load.title() + "/" + contender.title() + "@" + threads + (isOther ? "-other" : "");
  }
}
