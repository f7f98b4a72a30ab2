/// Following files: what a running server has from disk is looked at twice a second and taken again
/// when it has changed.
///
/// A [dev.parley.reload.Followed] is a list or a pair that comes from files. A
/// [dev.parley.reload.FileWatch] is the thread that looks at all of a server's. When a change
/// counts is decided in one place, `Follower`; what it means, by each `Followed`.
package dev.parley.reload;
