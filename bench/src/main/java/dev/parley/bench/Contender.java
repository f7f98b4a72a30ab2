package dev.parley.bench;

import dev.parley.bench.rooms.ChatDialect;
import dev.parley.bench.rooms.Dialects;
import java.util.List;
import java.util.Optional;

/// A server under comparison. Those that echo do the same work: receive a frame, convert its ASCII
/// letters to upper case, send it back in a frame. Chat servers are spoken to in their own
/// [ChatDialect]. The others are told what to do by a [ControlCall]: say something to all members,
/// or open and seal records.
enum Contender {
  PARLEY("parley", jvm("ParleyServer", "inline")),
  PARLEY_CONVERSATION("parley-conversation", jvm("ParleyServer", "conversation")),
  PARLEY_VIRTUAL("parley-virtual-loop", jvm("ParleyServer", "virtual-loop")),
  PARLEY_ON_LOOP("parley-on-loop", jvm("ParleyServer", "on-loop")),
  PARLEY_LINE("parley-line", jvm("ParleyServer", "line"), "tcp", "line"),
  PARLEY_UDP("parley-udp", jvm("ParleyServer", "udp"), "udp", "length"),
  PARLEY_SEALED("parley-sealed", jvm("ParleyServer", "sealed"), "tcp", Protection.SEALED),
  PARLEY_SEALED_UDP(
      "parley-sealed-udp", jvm("ParleyServer", "sealed-udp"), "udp", Protection.SEALED),
  PARLEY_TLS("parley-tls", jvm("ParleyServer", "tls"), "tls", Protection.TLS),
  PARLEY_GROUP("parley-group", jvm("ParleyChat", "group")),
  PARLEY_EACH("parley-each", jvm("ParleyChat", "each")),
  C_EPOLL("c-epoll", new Program.C("epoll")),
  C_MMSG("c-mmsg", new Program.C("mmsg"), "udp", "length"),
  NETTY_EPOLL("netty-epoll", jvm("NettyServer", "epoll")),
  NETTY_LINE("netty-line", jvm("NettyServer", "line"), "tcp", "line"),
  NETTY_URING("netty-io_uring", jvm("NettyServer", "io_uring")),
  NETTY_IN_PLACE("netty-in-place", jvm("NettyServer", "in-place")),
  NETTY_UDP("netty-udp", jvm("NettyServer", "udp"), "udp", "length"),
  NETTY_TLS("netty-tls", jvm("NettyServer", "tls"), "tls", Protection.TLS),
  NETTY_GROUP("netty-group", jvm("NettyChat", "group")),
  NETTY_ENCODED("netty-group-encoded", jvm("NettyChat", "encoded")),
  JDK_CIPHERS("jdk-ciphers", jvm("CipherServer")),
  VERTX("vertx", jvm("VertxServer", "parser")),
  VERTX_IN_PLACE("vertx-in-place", jvm("VertxServer", "in-place")),
  VIRTUAL_THREADS("virtual-threads", jvm("ThreadsServer")),
  PYTHON_THREADS("python-threads", new Program.Python("threads.py")),
  PYTHON_LINE("python-line", new Program.Python("lines.py"), "tcp", "line"),
  PYTHON_UDP("python-udp", new Program.Python("datagrams.py"), "udp", "length"),
  PYTHON_ASYNCIO("python-asyncio", new Program.Python("streams.py")),
  PARLEY_ROOMS("parley-rooms", jvm("ParleyRooms", "memory"), Dialects.PARLEY),
  PARLEY_ROOMS_STORED("parley-rooms-stored", jvm("ParleyRooms", "stored"), Dialects.PARLEY),
  PARLEY_ROOMS_SINGLE("parley-rooms-single", jvm("ParleyRooms", "single"), Dialects.PARLEY),
  PARLEY_ROOMS_FILLED("parley-rooms-filled", jvm("ParleyRooms", "filled"), Dialects.PARLEY),
  REDIS("redis", new Program.Redis(/* isKeeping= */ false), Dialects.REDIS),
  REDIS_STORED("redis-stored", new Program.Redis(/* isKeeping= */ true), Dialects.REDIS_STREAM),
  NATS("nats", new Program.Nats(), Dialects.NATS);

  private final String title;

  // A record over strings and a List.of.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Program program;

  private final String scheme;
  private final String framing;
  private final Protection protection;

  // An enum.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Optional<Dialects> dialect;

  Contender(String title, Program program) {
    this(title, program, "tcp", Protection.NONE);
  }

  Contender(String title, Program program, String scheme, Protection protection) {
    this(title, program, scheme, "length", protection);
  }

  Contender(String title, Program program, String scheme, String framing) {
    this(title, program, scheme, framing, Protection.NONE);
  }

  /// A chat server.
  Contender(String title, Program program, Dialects dialect) {
    this(title, program, "tcp", "length", Protection.NONE, Optional.of(dialect));
  }

  Contender(String title, Program program, String scheme, String framing, Protection protection) {
    this(title, program, scheme, framing, protection, Optional.empty());
  }

  Contender(
      String title,
      Program program,
      String scheme,
      String framing,
      Protection protection,
      Optional<Dialects> dialect) {
    this.title = title;
    this.program = program;
    this.scheme = scheme;
    this.framing = framing;
    this.protection = protection;
    this.dialect = dialect;
  }

  private static Program jvm(String main, String... arguments) {
    return new Program.Jvm(main, List.of(arguments));
  }

  /// Returns its name in tables and on the command line.
  String title() {
    return title;
  }

  /// Returns the program that it runs.
  Program program() {
    return program;
  }

  /// Returns `tcp`, `tls` or `udp`.
  String scheme() {
    return scheme;
  }

  /// Returns its framing in Parley's text form; datagrams have none.
  String framing() {
    return framing;
  }

  /// Returns how its traffic is encrypted.
  Protection protection() {
    return protection;
  }

  /// Returns how its rooms are spoken in; empty if it has none.
  Optional<ChatDialect> dialect() {
    return dialect.map(Dialects::dialect);
  }

  /// True if it answers in place, in the buffer of the request, and encodes nothing, which is less
  /// than the work under comparison.
  boolean isInPlace() {
    return this == NETTY_IN_PLACE || this == VERTX_IN_PLACE;
  }

  /// True if it is Parley.
  boolean isParley() {
    return title.startsWith("parley");
  }

  /// True if it runs on a JVM, and so has a heap that can be queried.
  boolean isJvm() {
    return program instanceof Program.Jvm;
  }
}
