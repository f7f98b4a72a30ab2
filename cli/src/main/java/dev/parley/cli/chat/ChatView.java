package dev.parley.cli.chat;

import dev.parley.chat.client.ClientProblem;
import dev.parley.chat.history.Entry;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.cli.text.ProblemTexts;
import dev.parley.cli.text.Texts;
import dev.parley.problem.Problem;
import dev.parley.text.Printable;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/// What a person sees of several rooms on one screen. Pure but for the [Screen]; confined to its
/// caller.
///
/// ```
///   10:31 ada: hello                      lines for good: the current room, in the log's order
///   10:32 bob: hi ada
///   ada: how are you? …                   own lines that are not in the log yet
///   failed: muted: "again"  /retry /drop  and those that will not be
///   offline: …                            while there is no connection
///   #lobby [#ops 3] > what is being ty▁
/// ```
///
/// What comes in other rooms is counted, and shown when the person goes there, behind a mark.
final class ChatView {
  /// Where it is shown.
  interface Screen {
    /// Adds a line for good; it may have line ends within.
    void above(AttributedString line);

    /// Sets what stands below, down to the prompt in front of what is typed.
    ///
    /// @param region lines of at most [#columns] columns each
    void below(List<AttributedString> region, AttributedString prompt);

    /// Returns the width.
    int columns();

    /// Rings.
    void bell();

    /// True if what stands below can be changed; otherwise only lines are added.
    boolean isEditing();
  }

  private static final AttributedStyle FAINT = AttributedStyle.DEFAULT.faint();
  private static final AttributedStyle FAULT =
      AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);

  /// Lines of a room that are kept for when the person comes back.
  private static final int CONTEXT = 8;

  /// The most unseen lines of a room that are kept.
  private static final int MAX_UNSEEN = 200;

  /// The most own lines in the region.
  private static final int MAX_OWN = 5;

  /// The most names that completion knows of a room.
  private static final int MAX_NAMES = 5_000;

  private final Screen screen;
  private final EntryText texts;
  private final boolean hasBell;
  private final Map<String, Room> rooms = new LinkedHashMap<>();
  private final Map<String, Own> own = new LinkedHashMap<>();
  private @Nullable String name;
  private @Nullable String current;
  private boolean wasInRoom;
  private @Nullable String banner;
  private @Nullable LocalDate day;

  /// A room.
  private static final class Room {
    private final Deque<Line> seen = new ArrayDeque<>();
    private final Deque<Line> unseen = new ArrayDeque<>();
    private final Set<String> members = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private String topic = "";
    private boolean isIn;
    private long unread;
    private long skipped;
    private boolean isMentioned;
    private long last;

    /// Up to here the person has read, on any connection.
    private long read;

    /// What the log ended with when the person came.
    private long old;
  }

  /// An entry as it is shown.
  private record Line(LocalDate day, AttributedString text) {}

  /// A line of one's own that is not in the log.
  ///
  /// @param why null while it is under way
  private record Own(String room, Request said, @Nullable Problem why) {}

  ChatView(Screen screen, EntryText texts, boolean hasBell) {
    this.screen = screen;
    this.texts = texts;
    this.hasBell = hasBell;
  }

  // The connection.

  void online(Notice.Welcome welcome) {
    if (!welcome.name().equals(name)) {
      name = welcome.name();
      note(Texts.text("chat.online", Printable.line(welcome.name())));
    } else if (banner != null) {
      note(Texts.text("chat.online-again"));
    }
    banner = null;
    show();
  }

  /// Shows why there is no connection, in place of what was shown before.
  void offline(String sentence) {
    if (!screen.isEditing() && banner == null) {
      note(sentence);
    }
    banner = Printable.line(sentence);
    show();
  }

  // Rooms.

  private Room room(String name) {
    return rooms.computeIfAbsent(name, _ -> new Room());
  }

  void entered(Notice.Room entered) {
    Room room = room(entered.room());
    boolean isNew = !room.isIn;
    room.isIn = true;
    room.topic = entered.topic();
    room.members.clear();
    entered.members().stream().limit(MAX_NAMES).forEach(room.members::add);
    if (isNew) {
      room.old = entered.last();
      room.read = Math.max(room.read, entered.read());
    }
    wasInRoom = true;
    if (current == null) {
      current = entered.room();
      heading(entered.room(), room, entered.count());
    } else if (isNew && entered.room().equals(current)) {
      heading(entered.room(), room, entered.count());
    }
    show();
  }

  private void heading(String name, Room room, int count) {
    String members = count > 0 ? Texts.text("chat.members", count) : "";
    String topic = room.topic.isEmpty() ? "" : Printable.line(room.topic);
    StringBuilder line = new StringBuilder("— ").append(Printable.line(name));
    for (String part : List.of(topic, members)) {
      if (!part.isEmpty()) {
        line.append(" · ").append(part);
      }
    }
    note(line.append(" —").toString());
  }

  void left(Notice.Left left) {
    rooms.remove(left.room());
    String by = left.by();
    if (by != null) {
      note(Texts.text("chat.removed", Printable.line(left.room()), Printable.line(by)));
    } else {
      note(Texts.text("chat.left", Printable.line(left.room())));
    }
    if (left.room().equals(current)) {
      current = null;
      rooms.keySet().stream().findFirst().ifPresent(this::go);
    }
    show();
  }

  /// Shows a room, and what has come there meanwhile.
  ///
  /// @return false if the person is not there
  boolean go(String to) {
    Room room = rooms.get(to);
    if (room == null) {
      return false;
    }
    if (to.equals(current)) {
      return true;
    }
    current = to;
    heading(to, room, room.members.size());
    room.seen.forEach(this::print);
    if (room.skipped > 0) {
      note(Texts.text("chat.skipped", room.skipped));
    }
    if (!room.unseen.isEmpty() && room.unread > 0) {
      mark();
    }
    for (Line line : room.unseen) {
      print(line);
      keep(room, line);
    }
    room.unseen.clear();
    room.skipped = 0;
    room.unread = 0;
    room.isMentioned = false;
    show();
    return true;
  }

  private void mark() {
    screen.above(new AttributedString("— " + Texts.text("chat.new") + " —", AttributedStyle.BOLD));
  }

  private static void keep(Room room, Line line) {
    room.seen.add(line);
    if (room.seen.size() > CONTEXT) {
      room.seen.remove();
    }
  }

  /// Returns the room that is shown; null if there is none.
  @Nullable String current() {
    return current;
  }

  /// Returns true until the person is in a room for the first time.
  boolean isConnecting() {
    return current == null && !wasInRoom;
  }

  /// Returns the next room in which something has come; null if there is none.
  @Nullable String nextUnread() {
    return rooms.entrySet().stream()
        .filter(room -> room.getValue().unread > 0 && !room.getKey().equals(current))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(null);
  }

  /// Returns the names of the rooms.
  List<String> roomNames() {
    return List.copyOf(rooms.keySet());
  }

  /// Returns the names of the members of the room that is shown.
  List<String> memberNames() {
    Room room = current == null ? null : rooms.get(current);
    return room == null ? List.of() : List.copyOf(room.members);
  }

  /// Returns up to where the room that is shown was read; 0 if nothing is known.
  long read() {
    Room room = current == null ? null : rooms.get(current);
    return room == null ? 0 : room.last;
  }

  // What comes.

  void message(String roomName, Entry entry) {
    Room room = room(roomName);
    boolean isOwn = entry.sender().equals(name);
    if (entry.kind() == Entry.Kind.TOPIC) {
      room.topic = entry.text();
    }
    boolean isMention =
        !isOwn && entry.isMessage() && name != null && EntryText.mentions(entry.text(), name);
    boolean isNews = entry.seq() > room.old || (room.read > 0 && entry.seq() > room.read);
    boolean isFirstNews =
        room.read > 0 && room.last <= room.read && entry.seq() > room.read && room.last > 0;
    if (isFirstNews && entry.seq() <= room.old && roomName.equals(current)) {
      mark();
    }
    room.last = entry.seq();
    if (isHidden(entry, room)) {
      return;
    }
    line(roomName, room, entry, isNews && !isOwn && entry.isMessage(), isMention && isNews);
  }

  /// True for a message of somebody whom the person ignores: the server sends its place alone. A
  /// message that was deleted before the person came looks the same, and is shown as that.
  private static boolean isHidden(Entry entry, Room room) {
    return entry.isMessage()
        && entry.state() == Entry.State.DELETED
        && entry.text().isEmpty()
        && entry.seq() > room.old;
  }

  private void line(String roomName, Room room, Entry entry, boolean isUnread, boolean isMention) {
    Line line = new Line(texts.day(entry.time()), texts.styled(entry, name));
    if (roomName.equals(current)) {
      print(line);
      keep(room, line);
    } else {
      room.unseen.add(line);
      if (room.unseen.size() > MAX_UNSEEN) {
        room.unseen.remove();
        room.skipped++;
      }
      if (isUnread) {
        room.unread++;
      }
      room.isMentioned |= isMention;
      show();
    }
    if (isMention && hasBell) {
      screen.bell();
    }
  }

  /// Shows an entry, behind its day if that is another one than before.
  private void print(Line line) {
    if (!line.day().equals(day)) {
      day = line.day();
      note("— " + EntryText.dayName(line.day()) + " —");
    }
    screen.above(line.text());
  }

  void notRecovered(String room, long first, long last) {
    String shown = Printable.line(room);
    fault(
        last < first
            ? Texts.text("chat.log-anew", shown)
            : Texts.text("chat.not-recovered", shown, first, last));
  }

  void presence(Notice.Presence presence) {
    Room room = rooms.get(presence.room());
    if (room == null) {
      return;
    }
    for (String joined : presence.joined()) {
      if (room.members.size() < MAX_NAMES) {
        room.members.add(joined);
      }
    }
    presence.left().forEach(room.members::remove);
    if (presence.room().equals(current)) {
      come("chat.came", presence.joined());
      come("chat.went", presence.left());
    }
  }

  private void come(String key, List<String> names) {
    List<String> others = names.stream().filter(other -> !other.equals(name)).toList();
    if (!others.isEmpty()) {
      note(Texts.text(key, Printable.line(String.join(", ", others))));
    }
  }

  void renamed(Notice.Renamed renamed) {
    for (Room room : rooms.values()) {
      if (room.members.remove(renamed.from())) {
        room.members.add(renamed.to());
      }
    }
    Room direct = rooms.remove("@" + renamed.from());
    if (direct != null) {
      rooms.put("@" + renamed.to(), direct);
      current = ("@" + renamed.from()).equals(current) ? "@" + renamed.to() : current;
    }
    boolean isOwn = renamed.from().equals(name);
    if (isOwn) {
      name = renamed.to();
    }
    note(
        Texts.text(
            isOwn ? "chat.renamed-yourself" : "chat.renamed",
            Printable.line(renamed.from()),
            Printable.line(renamed.to())));
    show();
  }

  void readElsewhere(Notice.Read read) {
    Room room = rooms.get(read.room());
    if (room != null && read.seq() >= room.last) {
      room.unread = 0;
      room.isMentioned = false;
      show();
    }
  }

  // Own lines.

  void sending(Request said) {
    switch (said) {
      case Request.Send send -> own.put(send.id(), new Own(send.room(), send, null));
      case Request.Edit edit -> own.put(edit.id(), new Own(edit.room(), edit, null));
      case Request.Delete delete -> own.put(delete.id(), new Own(delete.room(), delete, null));
      default -> throw new IllegalStateException("not a message: " + said);
    }
    show();
  }

  void acknowledged(Notice.Ack ack) {
    Own line = own.remove(ack.id());
    Room room = room(ack.room());
    room.last = ack.seq();
    if (line != null) {
      String sender = name == null ? "" : name;
      Entry entry =
          switch (line.said()) {
            case Request.Edit edit -> entry(ack, Entry.Kind.EDIT, sender, edit.text(), edit.seq());
            case Request.Delete delete -> entry(ack, Entry.Kind.DELETE, sender, "", delete.seq());
            case Request.Send send ->
                entry(
                    ack,
                    send.isAction() ? Entry.Kind.ACTION : Entry.Kind.TEXT,
                    sender,
                    send.text(),
                    0);
            default -> null;
          };
      if (entry != null && (screen.isEditing() || !ack.room().equals(current))) {
        line(ack.room(), room, entry, false, false);
      }
    }
    show();
  }

  private static Entry entry(
      Notice.Ack ack, Entry.Kind kind, String sender, String text, long target) {
    return new Entry(
        ack.seq(), ack.time(), kind, sender, "", ack.id(), text, target, Entry.State.ORIGINAL);
  }

  void failed(String room, String id, Problem why) {
    Own line = own.get(id);
    if (line != null) {
      own.put(id, new Own(room, line.said(), why));
      if (!screen.isEditing()) {
        fault(Texts.text("chat.failed", ProblemTexts.sentence(why), text(line.said())));
      }
    }
    show();
  }

  /// Takes the oldest failed line away.
  ///
  /// @return what was to be sent; null if none has failed
  @Nullable Request removeFailed() {
    for (Map.Entry<String, Own> line : own.entrySet()) {
      if (line.getValue().why() != null) {
        own.remove(line.getKey());
        show();
        return line.getValue().said();
      }
    }
    return null;
  }

  private static String text(Request said) {
    return switch (said) {
      case Request.Send send -> Printable.line(send.text());
      case Request.Edit edit -> Printable.line(edit.text());
      default -> "";
    };
  }

  // Answers.

  /// Shows what the server has answered to a command.
  void answer(Notice.CommandAnswer answer) {
    switch (answer) {
      case Notice.Result result -> result.lines().forEach(line -> note(Printable.text(line)));
      case Notice.Page page -> page(page);
      case Notice.Found found -> found(found);
    }
  }

  private void page(Notice.Page page) {
    if (page.entries().isEmpty()) {
      note(Texts.text("chat.no-messages", Printable.line(page.room())));
    } else if (page.hasMore()) {
      note(Texts.text("chat.earlier", page.entries().getFirst().seq()));
    }
    for (Entry entry : page.entries()) {
      print(new Line(texts.day(entry.time()), texts.numbered(null, entry)));
    }
  }

  private void found(Notice.Found found) {
    if (found.hits().isEmpty()) {
      note(Texts.text("chat.nothing-found"));
    }
    for (Notice.Message hit : found.hits().reversed()) {
      Entry entry = hit.entry();
      print(new Line(texts.day(entry.time()), texts.numbered(hit.room(), entry)));
    }
    if (found.hasMore()) {
      note(Texts.text("chat.more-found"));
    }
  }

  // Notes.

  /// Shows a line of our own.
  void note(String line) {
    line.lines().forEach(part -> screen.above(new AttributedString(Printable.line(part), FAINT)));
  }

  /// Shows what did not work.
  void fault(String line) {
    line.lines().forEach(part -> screen.above(new AttributedString(Printable.line(part), FAULT)));
  }

  // Below.

  /// Shows again what stands below.
  void show() {
    if (!screen.isEditing()) {
      screen.below(List.of(), new AttributedString(prompt()));
      return;
    }
    List<AttributedString> region = new ArrayList<>();
    int hidden = own.size() - MAX_OWN;
    if (hidden > 0) {
      region.add(cut(Texts.text("chat.more-own", hidden), FAINT));
    }
    own.values().stream().skip(Math.max(0, hidden)).forEach(line -> region.add(below(line)));
    if (banner != null) {
      region.add(cut(banner, FAULT));
    }
    screen.below(region, new AttributedString(prompt(), AttributedStyle.BOLD));
  }

  private AttributedString below(Own line) {
    String where = line.room().equals(current) ? "" : Printable.line(line.room()) + " ";
    Problem why = line.why();
    if (why != null) {
      return cut(
          where + Texts.text("chat.failed", ProblemTexts.sentence(why), text(line.said())), FAULT);
    }
    String sender = name == null ? "" : Printable.line(name) + ": ";
    return cut(where + sender + text(line.said()) + " …", FAINT);
  }

  private AttributedString cut(String text, AttributedStyle style) {
    AttributedString whole = new AttributedString(text, style);
    int columns = Math.max(screen.columns() - 1, 1);
    if (whole.columnLength() <= columns) {
      return whole;
    }
    return new AttributedStringBuilder()
        .append(whole.columnSubSequence(0, columns - 1))
        .styled(style, "…")
        .toAttributedString();
  }

  private String prompt() {
    StringBuilder prompt = new StringBuilder();
    if (isConnecting()) {
      prompt.append(Texts.text("chat.connecting"));
    } else {
      prompt.append(current == null ? "-" : Printable.line(current));
    }
    StringBuilder counts = new StringBuilder();
    rooms.forEach((room, state) -> {
      if (state.unread > 0 && !room.equals(current)) {
        counts.append(counts.isEmpty() ? "" : " ").append(Printable.line(room)).append(' ');
        counts.append(state.unread).append(state.isMentioned ? "!" : "");
      }
    });
    if (!counts.isEmpty()) {
      AttributedString all = new AttributedString(counts);
      int most = Math.max(screen.columns() / 2 - prompt.length(), 8);
      boolean fits = all.columnLength() <= most;
      prompt.append(" [");
      prompt.append(fits ? counts : all.columnSubSequence(0, most - 1) + "…").append(']');
    }
    return prompt.append(" > ").toString();
  }

  /// Returns the sentence about a problem, in the words of a person.
  static String sentence(Problem why) {
    return why.code() == ClientProblem.OFFLINE
        ? Texts.text("chat.not-connected")
        : ProblemTexts.sentence(why);
  }
}
