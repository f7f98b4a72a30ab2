/// A server's events as lines for people or JSON for programs, on stderr.
package dev.parley.cli.report;
