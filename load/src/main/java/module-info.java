/// A load generator for servers: connections that send requests, check the answers and measure.
@SuppressWarnings({
  "requires-automatic",
  "requires-transitive-automatic"
}) // HdrHistogram has no module descriptor
@org.jspecify.annotations.NullMarked
module dev.parley.load {
  requires transitive HdrHistogram;
  requires transitive dev.parley;
  requires static org.jspecify;

  exports dev.parley.load;
}
