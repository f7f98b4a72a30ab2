package dev.parley.history.internal.tools;

/// The names of the fields of exported lines.
///
/// ```
/// {"kind":"room","room":"#lobby","epoch":"…","first":1,"last":2}
/// {"kind":"message","room":"#lobby","seq":1,"time":"2026-11-21T10:00:00.000Z","type":"text",
///  "from":"ada","author":"p:ada","id":"…","text":"hello","target":0,"state":"original"}
/// ```
///
/// All rooms come first. `from`, `id`, `text`, `target` and `state` may be missing: empty, 0,
/// original.
final class LineFields {
  static final String KIND = "kind";
  static final String KIND_ROOM = "room";
  static final String KIND_MESSAGE = "message";
  static final String ROOM = "room";
  static final String EPOCH = "epoch";
  static final String FIRST = "first";
  static final String LAST = "last";
  static final String SEQ = "seq";
  static final String TIME = "time";
  static final String TYPE = "type";
  static final String FROM = "from";
  static final String AUTHOR = "author";
  static final String ID = "id";
  static final String TEXT = "text";
  static final String TARGET = "target";
  static final String STATE = "state";

  private LineFields() {}
}
