/// Logins with passwords: the verifiers that a server keeps, the users that it knows, and both
/// sides of SCRAM as [dev.parley.layer.Layer]s. Pure: bytes in, bytes out, with randomness as an
/// argument, except for [dev.parley.passwords.FollowedUsers], which reads a file.
package dev.parley.passwords;
