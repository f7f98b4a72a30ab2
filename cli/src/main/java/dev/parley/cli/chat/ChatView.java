package dev.parley.cli.chat;

import dev.parley.chat.history.Entry;
import dev.parley.chat.protocol.Notice;
import dev.parley.chat.protocol.Request;
import dev.parley.cli.text.Texts;
import dev.parley.problem.Problem;
import dev.parley.text.Printable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jline.utils.AttributedString;
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
///   小明 is typing …
///   #lobby [#ops 3] > what is being ty▁
/// ```
///
/// What comes in other rooms is counted, and shown when the person goes there, behind a mark. What
/// somebody says in a talk of two counts as a mention.
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

    /// Returns the height.
    int rows();

    /// Rings.
    void bell();

    /// True if what stands below can be changed; otherwise only lines are added.
    boolean isEditing();
  }

  private static final AttributedStyle FAINT = AttributedStyle.DEFAULT.faint();
  private static final AttributedStyle FAULT =
      AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);

  /// What further lines of a sentence of the server or of our own begin with.
  private static final String INDENT = "    ";

  /// The most names that completion knows of a room.
  private static final int MAX_NAMES = 5_000;

  private final Screen screen;
  private final EntryText texts;
  private final boolean hasBell;
  private final Map<String, Room> rooms = new LinkedHashMap<>();
  private final OwnLines own = new OwnLines();
  private final TypingNames typing = new TypingNames();
  private @Nullable String name;
  private @Nullable String current;
  private boolean wasInRoom;
  private @Nullable String banner;
  private @Nullable LocalDate day;

  /// A room.
  private static final class Room {
    private final RoomLines lines = new RoomLines();
    private final ShownEntries shown = new ShownEntries();
    private final Set<String> members = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private String topic = "";
    private boolean isIn;
    private long unread;
    private boolean isMentioned;
    private long last;

    /// Up to here the person has read, on any connection.
    private long read;

    /// What the log ended with when the person came.
    private long old;
  }

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
    typing.clear();
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

  /// Goes to another room if the person wanted to leave this one. Otherwise what is being typed
  /// would be said there, so the person is in none until they choose one.
  void left(Notice.Left left) {
    rooms.remove(left.room());
    note(leaving(left));
    if (left.room().equals(current)) {
      current = null;
      if (left.by() == null && left.reason() == null) {
        rooms.keySet().stream().findFirst().ifPresent(this::go);
      }
    }
    show();
  }

  private static String leaving(Notice.Left left) {
    String room = Printable.line(left.room());
    String by = left.by();
    String reason = left.reason();
    if (by == null) {
      String sentence = Texts.text("chat.left", room);
      return reason == null ? sentence : sentence + ": " + Printable.line(reason);
    }
    return reason == null || reason.isEmpty()
        ? Texts.text("chat.removed", room, Printable.line(by))
        : Texts.text("chat.removed-because", room, Printable.line(by), Printable.line(reason));
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
    room.lines.seen().forEach(entry -> print(room, entry));
    long skipped = room.lines.skipped();
    if (skipped > 0) {
      note(Texts.counted("chat.skipped", skipped));
    }
    List<Entry> news = room.lines.takeUnseen();
    if (!news.isEmpty() && room.unread > 0) {
      mark();
    }
    news.forEach(entry -> print(room, entry));
    room.unread = 0;
    room.isMentioned = false;
    show();
    return true;
  }

  private void mark() {
    screen.above(new AttributedString("— " + Texts.text("chat.new") + " —", AttributedStyle.BOLD));
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
    boolean isPrivate = roomName.startsWith("@");
    boolean isMention =
        !isOwn
            && entry.isMessage()
            && (isPrivate || (name != null && EntryText.mentions(entry.text(), name)));
    // The server opens a talk of two when something is said: the end of its log is the news.
    boolean isUnreadTalk = isPrivate && room.read == 0 && !roomName.equals(current);
    boolean isNews =
        entry.seq() > room.old || (room.read > 0 && entry.seq() > room.read) || isUnreadTalk;
    boolean isFirstNews =
        room.read > 0 && room.last <= room.read && entry.seq() > room.read && room.last > 0;
    if (isFirstNews && entry.seq() <= room.old && roomName.equals(current)) {
      mark();
    }
    room.last = entry.seq();
    typing.done(roomName, entry.sender());
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
    if (roomName.equals(current)) {
      print(room, entry);
      room.lines.shown(entry);
    } else {
      room.lines.missed(entry);
      if (isUnread) {
        room.unread++;
      }
      room.isMentioned |= isMention;
    }
    show();
    if (isMention && hasBell) {
      screen.bell();
    }
  }

  private void print(Room room, Entry entry) {
    print(entry, texts.styled(entry, name, room.shown.shown(entry)));
  }

  /// Shows an entry, behind its day if that is another one than before.
  private void print(Entry entry, AttributedString line) {
    LocalDate of = texts.day(entry.time());
    if (!of.equals(day)) {
      day = of;
      note("— " + EntryText.dayName(of) + " —");
    }
    screen.above(line);
  }

  void notRecovered(String room, long first, long last) {
    Room anew = rooms.get(room);
    if (last < first && anew != null) {
      anew.lines.forget();
      anew.shown.forget();
    }
    fault(EntryText.lost(room, first, last));
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
    for (String left : presence.left()) {
      room.members.remove(left);
      typing.done(presence.room(), left);
    }
    if (presence.room().equals(current)) {
      come("chat.came", presence.joined());
      come("chat.went", presence.left());
      show();
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
    typing.gone(renamed.from());
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
    own.sending(said);
    show();
  }

  void acknowledged(Notice.Ack ack) {
    Room room = room(ack.room());
    room.last = ack.seq();
    Request said = own.acknowledged(ack.id());
    String sender = name == null ? "" : name;
    Entry entry =
        switch (said) {
          case Request.Edit edit -> entry(ack, Entry.Kind.EDIT, sender, edit.text(), edit.seq());
          case Request.Delete delete -> entry(ack, Entry.Kind.DELETE, sender, "", delete.seq());
          case Request.Send send ->
              entry(
                  ack,
                  send.isAction() ? Entry.Kind.ACTION : Entry.Kind.TEXT,
                  sender,
                  send.text(),
                  0);
          case null, default -> null;
        };
    if (entry != null) {
      said(ack.room(), room, entry);
    }
    show();
  }

  /// Shows what one has said oneself, where it is not there as it was typed.
  private void said(String roomName, Room room, Entry entry) {
    if (!roomName.equals(current)) {
      print(entry, texts.outgoing(roomName, entry));
      room.lines.said(entry);
      return;
    }
    if (screen.isEditing()) {
      print(room, entry);
    } else {
      Entry _ = room.shown.shown(entry); // it is there as it was typed
    }
    room.lines.shown(entry);
  }

  private static Entry entry(
      Notice.Ack ack, Entry.Kind kind, String sender, String text, long target) {
    return new Entry(
        ack.seq(), ack.time(), kind, sender, "", ack.id(), text, target, Entry.State.ORIGINAL);
  }

  void failed(String room, String id, Problem why) {
    String sentence = own.failed(room, id, why, current);
    if (sentence != null && !screen.isEditing()) {
      fault(sentence);
    }
    show();
  }

  /// Shows for good what has failed, where it stands below alone.
  ///
  /// @return how many lines have failed
  int tellFailed() {
    List<String> failures = own.failures(current);
    if (screen.isEditing()) {
      failures.forEach(this::fault);
    }
    return failures.size();
  }

  /// Takes the oldest failed line away.
  ///
  /// @return what was to be sent; null if none has failed
  @Nullable Request removeFailed() {
    Request failed = own.removeFailed();
    show();
    return failed;
  }

  // Who is typing.

  /// Somebody is typing.
  void typing(Notice.Typing told, long nanos) {
    if (!told.name().equals(name)) {
      typing.typing(told.room(), told.name(), nanos);
      show();
    }
  }

  /// Some time has gone by.
  void tick(long nanos) {
    if (typing.forget(nanos)) {
      show();
    }
  }

  // Answers.

  /// Shows what the server has answered to a command.
  void answer(Notice.CommandAnswer answer) {
    switch (answer) {
      case Notice.Result result ->
          result.lines().forEach(line -> note(Printable.text(ServerWords.line(line))));
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
      print(entry, texts.numbered(null, entry));
    }
  }

  private void found(Notice.Found found) {
    if (found.hits().isEmpty()) {
      note(Texts.text("chat.nothing-found"));
    }
    for (Notice.Message hit : found.hits().reversed()) {
      Entry entry = hit.entry();
      print(entry, texts.numbered(hit.room(), entry));
    }
    if (found.hasMore()) {
      note(Texts.text("chat.more-found"));
    }
  }

  // Notes.

  /// Shows lines of our own.
  void note(String lines) {
    lines.lines().forEach(line -> tell(line, FAINT));
  }

  /// Shows what did not work.
  void fault(String lines) {
    lines.lines().forEach(line -> tell(line, FAULT));
  }

  private void tell(String line, AttributedStyle style) {
    Wrapping.lines(Printable.line(line), screen.columns(), INDENT)
        .forEach(part -> screen.above(new AttributedString(part, style)));
  }

  // Below.

  /// Shows again what stands below.
  void show() {
    if (!screen.isEditing()) {
      screen.below(List.of(), new AttributedString(prompt()));
      return;
    }
    int columns = Math.max(screen.columns() - 1, 8);
    List<AttributedString> status = new ArrayList<>();
    if (banner != null) {
      Wrapping.lines(banner, columns, "")
          .forEach(part -> status.add(new AttributedString(part, FAULT)));
    }
    List<String> typists = current == null ? List.of() : typing.in(current);
    if (!typists.isEmpty()) {
      status.add(new AttributedString(Wrapping.cut(typing(typists), columns), FAINT));
    }
    int most = Math.max(screen.rows() / 2 - status.size(), 2);
    List<AttributedString> region = new ArrayList<>(own.region(current, name, columns, most));
    region.addAll(status);
    screen.below(region, new AttributedString(prompt(), AttributedStyle.BOLD));
  }

  private static String typing(List<String> names) {
    String all = Printable.line(String.join(", ", names));
    return names.size() == 1 ? Texts.text("chat.typing-1", all) : Texts.text("chat.typing", all);
  }

  private String prompt() {
    StringBuilder prompt = new StringBuilder();
    if (isConnecting()) {
      prompt.append(Texts.text("chat.connecting"));
    } else {
      prompt.append(current == null ? Texts.text("chat.nowhere") : Printable.line(current));
    }
    StringBuilder counts = new StringBuilder();
    rooms.forEach((room, state) -> {
      if (state.unread > 0 && !room.equals(current)) {
        counts.append(counts.isEmpty() ? "" : " ").append(Printable.line(room));
        // Where the prompt is repeated when it changes, it does not count.
        counts.append(screen.isEditing() ? " " + state.unread : "");
        counts.append(state.isMentioned ? "!" : "");
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
}
