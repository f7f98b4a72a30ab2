package dev.parley.cli.text;

import java.util.ListResourceBundle;

/// The texts about problems of the library, in English: only those that must name options, and
/// except those in [EnglishFileProblem].
final class EnglishProblem extends ListResourceBundle {
  @Override
  protected Object[][] getContents() {
    return new Object[][] {
      {
        "problem.frame.stun",
        "the first bytes are a message of STUN: a browser has called, which some web "
            + "page may have made it do (WebRTC); if such clients are meant to, the server "
            + "must allow them as those of HTTP (--allow-http, in Java allowHttp)"
      },
      {
        "problem.frame.http-request",
        "the first line is an HTTP request: a browser or another client of HTTP has "
            + "called, which some web page may have made it do; if such clients are meant to, "
            + "the server must allow them (--allow-http, in Java allowHttp)"
      },
      {
        "problem.frame-hint.sealed-server",
        "the bytes look like a sealed Parley server, for which this side needs a key (--key-file)"
      },
      {
        "problem.frame-hint.password-server",
        "the bytes look like a Parley server that asks for a user and a password (--user)"
      },
      {
        "problem.proxy.unlisted",
        "PROXY headers are taken from {0} alone (--proxy-from, in Java ProxyProtocol)"
      },
      {
        "problem.proxy.required",
        "{0}; this listener demands a PROXY header of everybody (--proxy-from, in Java "
            + "ProxyProtocol)"
      },
      {
        "problem.network.local-port-taken",
        "the port to call from, {0}, is taken; choose another, or none (--local-port)"
      },
      {
        "problem.network.broadcast",
        "it is a broadcast address; to send to everybody there, allow it (connect "
            + "--broadcast, in Java SocketOptions.withBroadcast)"
      },
      {
        "problem.server.no-certificate",
        "{0} needs a certificate and its key (--tls-cert and --tls-key, in Java tls); "
            + "parley cert makes a pair to try it with"
      },
      {
        "problem.server.public",
        "{0} can be reached by others, who could read and change what is said; seal it "
            + "with a key (parley keygen NAME > NAME.key, then --key-file NAME.key), listen on "
            + "tls:// or 127.0.0.1, or allow it (--allow-plain, in Java allowPlain)"
      },
      {"problem.history.in-use", "{0} is in use by a running server"},
      {
        "problem.history.damaged",
        "{0} is damaged ({1}); nothing was changed: parley history verify --data {0} says what is "
            + "wrong, and with --salvage NEWFOLDER it saves what can be read"
      },
      {
        "problem.history.no-history",
        "{0} holds no messages of rooms: there is no file {1}; --data names the folder that serve "
            + "chat keeps them in"
      },
      {
        "problem.history.not-a-folder",
        "{0} is no folder; messages are kept in one of their own, which --data names"
      },
      {
        "problem.history.cannot-make",
        "the folder {0} is not there and cannot be made: {1}; --data names another one"
      },
      {
        "problem.history.not-writable",
        "this user may not write to the folder {0}, which belongs to the user {1}; --data names another one"
      },
      {
        "problem.history.others-may-write",
        "others than its owner may write to the folder {0}, and so change what is kept there; "
            + "chmod go-w {0}, or name another one with --data"
      },
      {
        "problem.history.not-readable",
        "this user may not read {0}; run this as the user whose server keeps its messages there"
      },
      {
        "problem.chat-client.turned-away",
        "the server closed at once; it may want --key-file or --user"
      },
      {"problem.framing.max-message", "{0} is not from 1 to {1} bytes"},
      {"problem.value.backlog", "--backlog {0} is out of range; 1 to 65535 connections"},
      {"problem.value.loops", "--loops {0} is out of range; 1 to {1}"},
      {
        "problem.address.local-port-out-of-range",
        "--local-port {0} is out of range; ports are 0 to 65535"
      },
      {"problem.setting.ipv6-prefix", "--ipv6-prefix"},
      {"problem.setting.connections-per-second", "--connection-rate"},
      {"problem.setting.connection-burst", "--connection-burst"},
      {"problem.setting.max-logins", "--max-logins"},
      {"problem.setting.max-logins-per-address", "--max-logins-per-address"},
      {"problem.setting.max-penalty", "--max-penalty"},
      {"problem.setting.max-sessions", "--max-sessions"},
      {"problem.setting.max-per-address", "--max-per-address"},
      {"problem.setting.max-outbox-bytes", "--max-outbox"},
      {"problem.setting.messages-per-second", "--rate"},
      {"problem.setting.bytes-per-second", "--byte-rate"},
      {"problem.setting.max-buffered-bytes", "--max-buffered"},
      {"problem.setting.answers-per-second", "--udp-answers"},
      {"problem.setting.newcomers-per-second", "--udp-newcomers"},
      {"problem.setting.login", "--login-timeout"},
      {"problem.setting.frame", "--frame-timeout"},
      {"problem.setting.idle", "--idle-timeout"},
      {"problem.setting.write", "--write-timeout"},
      {"problem.setting.datagram-idle", "--datagram-idle-timeout"},
      {"problem.setting.unacknowledged", "--unacknowledged-timeout"},
    };
  }
}
