/// Keys and passwords from files, the environment and the terminal.
package dev.parley.cli.secret;
