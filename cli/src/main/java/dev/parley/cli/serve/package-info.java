/// `parley serve`: its options, the services it runs, and what an operator types.
package dev.parley.cli.serve;
