/// `parley connect`: one connection, what is typed or piped into it, and what comes back.
///
/// [ConnectCommand] has the options, [ConnectRun] is one call of the command, and a [ConnectTalk]
/// one conversation with a server.
package dev.parley.cli.connect;
