/// What stands before a session: a [dev.parley.prelude.Prelude] is read and taken off before
/// admission, and [dev.parley.prelude.FirstBytes] tell which protocol a peer speaks. Pure: bytes
/// in, a decision out.
package dev.parley.prelude;
