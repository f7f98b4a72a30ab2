/// Reading lines at a terminal: editing, history, and support for simpler terminals.
package dev.parley.cli.terminal;
