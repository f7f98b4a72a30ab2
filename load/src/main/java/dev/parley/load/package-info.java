/// A load generator and its measurements: the configuration ([Load]), connections that send and
/// check ([Caller]), the run ([LoadRun]) and its results ([BenchReport]). Knows no command-line
/// options and prints nothing.
package dev.parley.load;
