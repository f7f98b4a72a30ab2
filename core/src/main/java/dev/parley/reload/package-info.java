/// Files that a running server follows: they are polled twice a second and reloaded when they have
/// changed.
///
/// A [dev.parley.reload.Followed] is a list or a pair that is loaded from files. A
/// [dev.parley.reload.FileWatch] is the thread that polls all of a server's files. `Follower`
/// decides when a change takes effect; each `Followed` decides what it means.
package dev.parley.reload;
