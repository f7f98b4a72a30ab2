/// `parley bench`: its options, the checks before a load, and its results as a table, JSON or a
/// page. The load itself is in [dev.parley.load].
package dev.parley.cli.bench;
