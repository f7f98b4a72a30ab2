/// `parley connect --name` and `--room`: the client of chat rooms, at a terminal, from a pipe, and
/// for programs.
package dev.parley.cli.chat;
