/// `parley serve`: its options, the services it runs, and the operator's input.
package dev.parley.cli.serve;
