/// Standard input and output, files and the text in them: what can fail there and how it is said,
/// and what ends the process when there is no memory left.
package dev.parley.cli.io;
