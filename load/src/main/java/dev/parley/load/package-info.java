/// Load on a server, and what it measures: a plan ([Load]), connections that call and check
/// ([Caller]), the run ([LoadRun]) and its figures ([BenchReport]). No option of the command line
/// in here, and nothing is printed.
package dev.parley.load;
