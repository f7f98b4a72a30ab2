/// What every command has: how options are declared, exit codes, failures, help, signals, and the
/// spellings of other tools that are understood.
package dev.parley.cli.command;
