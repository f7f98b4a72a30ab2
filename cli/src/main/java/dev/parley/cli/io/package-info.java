/// Standard input and output, files and their text, error messages for their failures, and the end
/// of the process when it runs out of memory.
package dev.parley.cli.io;
