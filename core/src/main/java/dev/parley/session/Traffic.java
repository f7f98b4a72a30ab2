package dev.parley.session;

/// What has passed through a session. Bytes are those on the wire, framing included.
public record Traffic(long messagesIn, long bytesIn, long messagesOut, long bytesOut) {}
