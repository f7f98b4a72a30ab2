/// Reading lines at a terminal: editing, history, and terminals that can do less.
package dev.parley.cli.terminal;
