package dev.parley.session;

/// The counters of a session's traffic. Bytes are as on the wire, framing included.
public record Traffic(long messagesIn, long bytesIn, long messagesOut, long bytesOut) {}
