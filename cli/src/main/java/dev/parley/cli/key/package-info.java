/// `parley keygen`, `cert` and `passwd`: making keys, certificates and user files.
package dev.parley.cli.key;
