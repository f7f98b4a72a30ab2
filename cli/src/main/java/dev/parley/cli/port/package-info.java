/// `parley port`: whether a port is free, and who has it.
package dev.parley.cli.port;
