/// Groups of options that several commands have: addresses, framings, security, TLS and sockets.
package dev.parley.cli.option;
