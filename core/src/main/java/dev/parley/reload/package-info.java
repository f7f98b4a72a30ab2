/// Files that a running server follows: they are looked at twice a second and read again when they
/// have changed.
///
/// A [dev.parley.reload.Followed] is a list or a pair that comes from files. A
/// [dev.parley.reload.FileWatch] is the thread that looks at all of a server's files. When a change
/// counts is decided in `Follower`; what it means, by each `Followed`.
package dev.parley.reload;
