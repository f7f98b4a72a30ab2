/// Groups of options that several commands share: addresses, framings, security, TLS and sockets.
package dev.parley.cli.option;
