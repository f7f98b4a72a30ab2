/// Events of a server as lines for people or for programs, on stderr.
package dev.parley.cli.report;
