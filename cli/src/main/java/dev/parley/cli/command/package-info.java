/// The parts that all commands share: option declarations, exit codes, failures, help, signals, and
/// the supported spellings of other tools.
package dev.parley.cli.command;
