/// The `parley` command: start here.
///
/// [Main] parses a command line and runs one of the commands; each has a package:
/// [dev.parley.cli.serve], [dev.parley.cli.connect], [dev.parley.cli.bench], [dev.parley.cli.port]
/// and [dev.parley.cli.key]. What they share is in [dev.parley.cli.option],
/// [dev.parley.cli.command], [dev.parley.cli.io], [dev.parley.cli.output], [dev.parley.cli.report],
/// [dev.parley.cli.secret] and [dev.parley.cli.terminal].
package dev.parley.cli;
