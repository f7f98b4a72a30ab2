package dev.parley.internal.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.limit.AddressBlock;
import dev.parley.limit.Limits;
import dev.parley.limit.SourceLimits;
import dev.parley.problem.Problem;
import dev.parley.problem.RefusalProblem;
import dev.parley.session.CloseReason;
import dev.parley.testing.ManualClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamAdmissionTest {
  private static final StreamAdmission.State EMPTY = new StreamAdmission.State(0, 0, 0, 0);

  private final ManualClock clock = new ManualClock();
  private Limits limits = Limits.defaults().withMaxSessions(3);
  private SourceLimits sources = SourceLimits.defaults();
  private int mostHandovers = 2;
  private final List<Caller> all = new ArrayList<>();
  private @Nullable Admission sessions;
  private @Nullable StreamAdmission door;

  /// A connection and its session, which closes after an eviction once [#leave] is called.
  private static final class Caller extends StreamAdmission.Arrival {
    private final SocketAddress peer;
    private @Nullable StreamPlace place;
    private boolean isEvicted;
    private @Nullable Refusal refusal;

    Caller(SocketAddress peer) {
      this.peer = peer;
    }

    @Override
    public SocketAddress peer() {
      return peer;
    }

    @Override
    public void begin(StreamPlace given) {
      assertNull(place, "begun twice");
      place = given;
      assertTrue(given.begin(new Served(this)));
    }

    /// The session of a caller.
    private record Served(Caller caller) implements StreamPlace.Occupant {
      @Override
      public long id() {
        return caller.id();
      }

      @Override
      public SocketAddress peer() {
        return caller.peer;
      }

      @Override
      public void evict(Problem why) {
        caller.evict(why);
      }
    }

    @Override
    public void evict(Problem why) {
      assertTrue(why.toString().startsWith("a newcomer took its place"), why.toString());
      isEvicted = true;
    }

    StreamPlace place() {
      StreamPlace given = place;
      assertNotNull(given, "it has no place");
      return given;
    }

    void leave() {
      place().release();
    }

    void guess() {
      place().hasGuessed();
      leave();
    }

    void leaveIfEvicted() {
      if (isEvicted && place().state != StreamPlace.State.GONE) {
        leave();
      }
    }

    boolean isIn() {
      return place != null && place.state != StreamPlace.State.GONE && !isEvicted;
    }
  }

  /// A connection that is never served.
  private static final class Visitor extends StreamAdmission.Arrival {
    private @Nullable StreamPlace place;

    @Override
    public SocketAddress peer() {
      return new InetSocketAddress(InetAddress.ofLiteral("::1"), 4711);
    }

    @Override
    public void begin(StreamPlace given) {
      place = given;
    }

    @Override
    public void evict(Problem why) {}

    void leave() {
      StreamPlace given = place;
      assertNotNull(given, "it has no place");
      given.spoke();
      given.release();
    }
  }

  private StreamAdmission door() {
    if (door == null) {
      sessions = new Admission(limits, sources);
      door =
          new StreamAdmission(
              sessions, limits, sources, limits.maxSessions(), mostHandovers, clock::nanos);
    }
    return door;
  }

  private Caller enter(String address, boolean hasLogin) {
    Caller caller = new Caller(new InetSocketAddress(InetAddress.ofLiteral(address), 4711));
    caller.refusal = door().enter(caller, hasLogin);
    all.add(caller);
    return caller;
  }

  private Caller plain(String address) {
    return enter(address, false);
  }

  private Caller login(String address) {
    return enter(address, true);
  }

  /// Does what the loops do: evicted sessions close, until none is left.
  private void turn() {
    for (Caller caller : List.copyOf(all)) {
      if (caller.place != null) {
        caller.leaveIfEvicted();
      }
    }
  }

  private void assertNothingIsLeft() throws Exception {
    turn();
    for (Caller caller : all) {
      if (caller.place != null && caller.place.state != StreamPlace.State.GONE) {
        caller.leave();
      }
    }
    assertEquals(EMPTY, door().state());
    assertNotNull(sessions);
    assertTrue(sessions.awaitEmpty(0));
  }

  // Without a login.

  @Test
  void theLastPlaceIsGivenAndTheNextNewcomerWaitsUntilTheOldestSilentOneHasLeft() throws Exception {
    Caller first = plain("192.0.2.1");
    Caller second = plain("192.0.2.2");
    Caller third = plain("192.0.2.3");
    assertTrue(first.isIn() && second.isIn() && third.isIn());
    Caller fourth = plain("192.0.2.4");
    assertNull(fourth.refusal);
    assertTrue(first.isEvicted);
    assertNull(fourth.place, "first is still there, so there would be four");
    assertEquals(new StreamAdmission.State(3, 0, 3, 1), door().state());
    first.leave();
    assertTrue(fourth.isIn() && second.isIn() && third.isIn());
    assertEquals(new StreamAdmission.State(3, 0, 3, 0), door().state());
    assertNothingIsLeft();
  }

  @Test
  void whoHasSaidSomethingStays() throws Exception {
    Caller first = plain("192.0.2.1");
    first.place().spoke();
    Caller second = plain("192.0.2.2");
    Caller third = plain("192.0.2.3");
    third.place().spoke();
    Caller fourth = plain("192.0.2.4");
    assertTrue(second.isEvicted && first.isIn() && third.isIn());
    turn();
    fourth.place().spoke();
    Caller fifth = plain("192.0.2.5");
    assertEquals(
        new Refusal(Refusal.Kind.FULL, Problem.of(RefusalProblem.SESSIONS_FULL, 3)), fifth.refusal);
    first.leave();
    assertTrue(plain("192.0.2.6").isIn());
    assertNothingIsLeft();
  }

  @Test
  void theSourceWithTheMostSilentOnesLosesItsOldest() throws Exception {
    Caller old = plain("192.0.2.1");
    Caller one = plain("192.0.2.2");
    Caller two = plain("192.0.2.2");
    Caller newcomer = plain("192.0.2.3");
    assertTrue(one.isEvicted && old.isIn() && two.isIn());
    turn();
    assertTrue(newcomer.isIn());
    assertNothingIsLeft();
  }

  @Test
  void aSiteOfManyNetworksNeitherKeepsNewcomersOutNorDisplacesThem() throws Exception {
    limits = Limits.defaults().withMaxSessions(100);
    sources = sources.withConnectionRate(0, 1);
    for (int i = 0; i < 150; i++) {
      plain("2001:db8:0:%x::1".formatted(i * 13));
      turn();
    }
    List<Caller> honest = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      honest.add(plain("192.0.2." + i));
      honest.add(plain("2001:db8:%x::1".formatted(i)));
      turn();
      for (int attack = 0; attack < 20; attack++) {
        plain("2001:db8:0:%x::%x".formatted(i * 997 & 0xffff, attack));
        turn();
      }
    }
    // The site holds fewer and fewer; the rest of it is evicted as long as it holds the most.
    assertEquals(List.of(), honest.stream().filter(caller -> caller.refusal != null).toList());
    assertEquals(80, honest.stream().filter(Caller::isIn).count());
    assertEquals(100, door().state().open());
    assertNothingIsLeft();
  }

  @Test
  void asManyNewcomersWaitAsMayAndOneMoreReplacesOneOfThem() throws Exception {
    for (int i = 1; i <= 3; i++) {
      plain("192.0.2." + i);
    }
    Caller fourth = plain("192.0.2.4");
    Caller fifth = plain("192.0.2.5");
    assertFalse(fourth.isEvicted);
    Caller sixth = plain("192.0.2.6");
    assertTrue(fourth.isEvicted);
    assertEquals(new StreamAdmission.State(3, 0, 3, 2), door().state());
    turn();
    assertTrue(fifth.isIn() && sixth.isIn());
    assertNull(fourth.place);
    assertNothingIsLeft();
  }

  @Test
  void aNewcomerThatStillWaitsGivesWayToTheNext() throws Exception {
    limits = Limits.defaults().withMaxSessions(1);
    Caller first = plain("192.0.2.1");
    Caller second = plain("192.0.2.2");
    Caller third = plain("192.0.2.3");
    assertTrue(first.isEvicted && second.isEvicted && !third.isEvicted);
    assertEquals(new StreamAdmission.State(1, 0, 1, 1), door().state());
    first.leave();
    assertTrue(third.isIn());
    assertEquals(new StreamAdmission.State(1, 0, 1, 0), door().state());
    assertNull(second.place, "it was never served");
    assertNothingIsLeft();
  }

  @Test
  void whileASlowLoopLetsNobodyLeaveAFloodKeepsNewcomersOutNoMoreThanOtherwise() throws Exception {
    limits = Limits.defaults().withMaxSessions(6);
    sources = sources.withConnectionRate(0, 1);
    mostHandovers = 3;
    for (int i = 0; i < 6; i++) {
      plain("192.0.2.1");
    }
    List<Caller> honest = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      for (int flood = 0; flood < 10; flood++) {
        plain("192.0.2.2");
      }
      honest.add(plain("198.51.100." + i));
    }
    assertEquals(3, door().state().leaving(), "as many as may");
    assertTrue(honest.stream().noneMatch(caller -> caller.refusal != null || caller.isEvicted));
    turn();
    assertEquals(6, door().state().open());
    assertNothingIsLeft();
  }

  @Test
  void aConnectionThatIsNotServedYetIsReplacedAtOnce() throws Exception {
    limits = Limits.defaults().withMaxSessions(1);
    Unserved waiting = new Unserved(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 1));
    assertNull(door().enter(waiting, false));
    Caller second = plain("192.0.2.2");
    assertTrue(waiting.isClosed && second.isIn());
    assertEquals(new StreamAdmission.State(1, 0, 1, 0), door().state());
    StreamPlace place = waiting.place;
    assertNotNull(place);
    assertFalse(place.begin(second), "its loop comes to it too late");
    place.release();
    assertEquals(new StreamAdmission.State(1, 0, 1, 0), door().state());
    assertNothingIsLeft();
  }

  /// A connection that its loop does not serve.
  private static final class Unserved extends StreamAdmission.Arrival {
    private final SocketAddress peer;
    private @Nullable StreamPlace place;
    private boolean isClosed;

    Unserved(SocketAddress peer) {
      this.peer = peer;
    }

    @Override
    public SocketAddress peer() {
      return peer;
    }

    @Override
    public void begin(StreamPlace given) {
      place = given;
    }

    @Override
    public void evict(Problem why) {
      isClosed = true;
    }
  }

  // With a login.

  @Test
  void placesBeforeLoginAreSeparateAndTheOldestOfTheFullestSourceGoes() throws Exception {
    sources = sources.withMaxLogins(4).withMaxLoginsPerAddress(2);
    Caller honest = login("192.0.2.1");
    Caller one = login("192.0.2.2");
    Caller two = login("192.0.2.2");
    Caller three = login("192.0.2.2");
    assertTrue(one.isEvicted, "its own source has two");
    assertTrue(honest.isIn() && two.isIn());
    turn();
    assertTrue(three.isIn());
    Caller other = login("192.0.2.3");
    assertTrue(other.isIn(), "the fourth place");
    Caller fifth = login("192.0.2.4");
    assertTrue(two.isEvicted && honest.isIn() && three.isIn() && other.isIn());
    turn();
    assertTrue(fifth.isIn());
    assertEquals(new StreamAdmission.State(0, 4, 0, 0), door().state());
    assertNull(honest.place().loggedIn(true));
    assertEquals(new StreamAdmission.State(1, 3, 0, 0), door().state());
    assertNothingIsLeft();
  }

  @Test
  void strangersThatReturnAsFastAsTheyCanDisplaceEachOther() throws Exception {
    limits = Limits.defaults().withMaxSessions(100);
    sources = sources.withMaxLogins(32).withMaxLoginsPerAddress(4).withConnectionRate(0, 1);
    int refused = 0;
    for (int i = 0; i < 50; i++) {
      Caller honest = login("198.51.100." + i);
      for (int stranger = 0; stranger < 20; stranger++) {
        refused += login("192.0.2." + stranger % 5).refusal == null ? 0 : 1;
        turn();
      }
      assertTrue(honest.isIn());
      assertNull(honest.place().loggedIn(true));
    }
    assertEquals(0, refused);
    assertEquals(50, door().state().open());
    assertNothingIsLeft();
  }

  @Test
  void exemptPeersHaveNoLimitPerSourceAndAreNoFullestSource() throws Exception {
    sources =
        sources
            .withMaxLogins(6)
            .withMaxLoginsPerAddress(2)
            .withExempt(List.of(AddressBlock.parse("203.0.113.0/24")));
    Caller one = login("192.0.2.1");
    Caller two = login("192.0.2.1");
    List<Caller> room = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      room.add(login("203.0.113.1"));
    }
    assertTrue(one.isIn() && two.isIn() && room.stream().allMatch(Caller::isIn));
    login("198.51.100.1");
    assertTrue(one.isEvicted, "two of one source");
    turn();
    login("198.51.100.2");
    assertTrue(two.isEvicted, "all have one, and this is the oldest");
    assertTrue(room.stream().allMatch(Caller::isIn));
    assertNothingIsLeft();
  }

  @Test
  void aLoginThatIsDoneWhenAllSessionsAreTakenIsRefused() throws Exception {
    Caller late = login("192.0.2.9");
    for (int i = 1; i <= 3; i++) {
      assertNull(login("192.0.2." + i).place().loggedIn(true));
    }
    Refusal refusal = late.place().loggedIn(true);
    assertNotNull(refusal);
    assertEquals(CloseReason.SESSIONS_FULL, refusal.reason());
    assertEquals("maxSessions 3 are open", refusal.problem().toString());
    assertEquals(Refusal.Kind.FULL, refusalOf(login("192.0.2.10")));
    assertEquals(Refusal.Kind.FULL, refusalOf(plain("192.0.2.10")));
    assertNothingIsLeft();
  }

  private static Refusal.Kind refusalOf(Caller caller) {
    Refusal refusal = caller.refusal;
    assertNotNull(refusal);
    return refusal.kind();
  }

  @Test
  void aLoginThatIsDoneTakesThePlaceOfASilentStrangerAtOnce() throws Exception {
    sources = sources.withMaxLogins(1);
    Caller stranger = login("192.0.2.1");
    assertNull(stranger.place().loggedIn(false)); // TLS that requires no name
    for (int i = 2; i <= 3; i++) {
      Caller known = login("192.0.2." + i);
      assertNull(known.place().loggedIn(true));
    }
    Caller fourth = login("192.0.2.4");
    assertNull(fourth.place().loggedIn(true));
    assertTrue(stranger.isEvicted);
    assertEquals(new StreamAdmission.State(3, 0, 0, 1), door().state());
    Caller fifth = login("192.0.2.5");
    assertEquals(
        Refusal.Kind.FULL, refusalOf(fifth), "the place in login is kept until it is gone");
    turn();
    assertEquals(new StreamAdmission.State(3, 0, 0, 0), door().state());
    assertNothingIsLeft();
  }

  @Test
  void aPeerThatIsEvictedInTheMomentOfItsLoginIsNotLetIn() throws Exception {
    sources = sources.withMaxLogins(1);
    Caller first = login("192.0.2.1");
    Caller second = login("192.0.2.2");
    Refusal refusal = first.place().loggedIn(true);
    assertNotNull(refusal);
    assertEquals(CloseReason.EVICTED, refusal.reason());
    turn();
    assertNull(second.place().loggedIn(true));
    assertNothingIsLeft();
  }

  @Test
  void oneSourceHasItsMostSessionsAndNotOneMore() throws Exception {
    limits = Limits.defaults().withMaxPerAddress(2);
    Caller late = login("192.0.2.1");
    assertNull(login("192.0.2.1").place().loggedIn(true));
    assertNull(login("192.0.2.1").place().loggedIn(true));
    Refusal atTheDoor = login("192.0.2.1").refusal;
    assertEquals(
        new Refusal(Refusal.Kind.SOURCE_FULL, Problem.of(RefusalProblem.ADDRESS_FULL, 2)),
        atTheDoor);
    assertEquals(atTheDoor, late.place().loggedIn(true));
    assertNull(login("192.0.2.2").refusal);
    assertNothingIsLeft();
  }

  // Rates and penalties.

  @Test
  void theBurstOfConnectionsAndNotOneMore() throws Exception {
    sources = sources.withConnectionRate(2, 3);
    limits = Limits.defaults();
    for (int i = 0; i < 3; i++) {
      assertNull(plain("192.0.2.1").refusal);
    }
    assertEquals(Refusal.Kind.RATE, refusalOf(plain("192.0.2.1")));
    assertNull(plain("192.0.2.2").refusal);
    clock.advance(Duration.ofMillis(500));
    assertNull(plain("192.0.2.1").refusal);
    assertEquals(Refusal.Kind.RATE, refusalOf(plain("192.0.2.1")));
    for (int i = 0; i < 10; i++) {
      assertNull(plain("127.0.0.1").refusal, "this machine's own are not counted");
    }
    assertNothingIsLeft();
  }

  @Test
  void threeWrongLoginsKeepASourceOutAndOnlyThat() throws Exception {
    limits = Limits.defaults();
    Caller before = login("192.0.2.1");
    assertNull(before.place().loggedIn(true));
    for (int i = 0; i < 3; i++) {
      Caller guess = login("192.0.2.1");
      assertNull(guess.refusal);
      guess.guess();
    }
    assertEquals(Refusal.Kind.PENALTY, refusalOf(login("192.0.2.1")));
    assertNull(login("192.0.2.2").refusal);
    assertTrue(before.isIn(), "who is in already is not concerned");
    clock.advance(Duration.ofSeconds(15));
    assertNull(login("192.0.2.1").refusal);
    assertNothingIsLeft();
  }

  @Test
  void exemptPeersAndThoseOfThisMachineMayGuess() {
    limits = Limits.defaults();
    sources = sources.withExempt(List.of(AddressBlock.parse("192.0.2.0/24")));
    for (String address : List.of("192.0.2.1", "127.0.0.1", "::1")) {
      for (int i = 0; i < 10; i++) {
        Caller guess = login(address);
        assertNull(guess.refusal);
        guess.guess();
      }
    }
  }

  @Test
  void penaltiesCanBeOff() {
    sources = sources.withMaxPenalty(Duration.ZERO);
    for (int i = 0; i < 10; i++) {
      Caller guess = login("192.0.2.1");
      assertNull(guess.refusal);
      guess.guess();
    }
  }

  @Test
  void connectionsThatWereThereBeforeAreJudgedNoMoreAfterTheThird() throws Exception {
    limits = Limits.defaults();
    Caller other = login("192.0.2.2");
    List<Caller> guesses = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      guesses.add(login("192.0.2.1"));
    }
    Caller right = guesses.removeLast();
    for (Caller guess : guesses.subList(0, 3)) {
      assertNull(guess.place().mayProve());
      guess.place().hasGuessed(); // penalized at the verdict, not when the socket closes
    }
    for (Caller guess : guesses) {
      Refusal refusal = guess.place().mayProve();
      assertNotNull(refusal);
      assertEquals(Refusal.Kind.PENALTY, refusal.kind());
      assertEquals(CloseReason.LOGIN_REFUSED, refusal.reason());
    }
    Refusal late = right.place().loggedIn(true);
    assertNotNull(late, "it was judged on another loop meanwhile");
    assertEquals(Refusal.Kind.PENALTY, late.kind());
    assertNull(other.place().mayProve());
    assertNull(other.place().loggedIn(true));
    assertNothingIsLeft();
  }

  @Test
  void twoGuessesKeepNobodyOut() throws Exception {
    limits = Limits.defaults();
    login("192.0.2.1").guess();
    login("192.0.2.1").guess();
    Caller third = login("192.0.2.1");
    assertNull(third.refusal);
    assertNull(third.place().mayProve());
    assertNull(third.place().loggedIn(true));
    assertNothingIsLeft();
  }

  // Lists.

  @Test
  void denyWinsAndAnAllowListLeavesOutAllOthers() {
    sources =
        sources.withCallers(
            List.of(AddressBlock.parse("192.0.2.0/24"), AddressBlock.parse("2001:db8::/32")),
            List.of(AddressBlock.parse("192.0.2.128/25")));
    assertNull(plain("192.0.2.127").refusal);
    assertEquals(Refusal.Kind.DENIED, refusalOf(plain("192.0.2.128")));
    assertEquals(Refusal.Kind.DENIED, refusalOf(plain("198.51.100.1")));
    assertEquals(Refusal.Kind.DENIED, refusalOf(plain("127.0.0.1")));
    assertNull(plain("2001:db8:ffff::1").refusal);
    Caller here = new Caller(UnixDomainSocketAddress.of("p.sock"));
    assertNull(door().enter(here, false), "a file has permissions of its own");
  }

  @Test
  void withoutAnAllowListAllMayCallButThoseDenied() {
    sources = sources.withCallers(List.of(), List.of(AddressBlock.parse("::/0")));
    assertEquals(Refusal.Kind.DENIED, refusalOf(plain("2001:db8::1")));
    assertFalse(plain("192.0.2.1").isIn() && plain("::1").isIn());
  }

  @Test
  void noMomentCountsMoreSessionsThanPlaces() throws Exception {
    limits = limits.withMaxSessions(1);
    StreamAdmission shared = door();
    Admission counted = Objects.requireNonNull(sessions);
    Callable<Integer> comeAndGo =
        () -> {
          int highest = 0;
          for (int i = 0; i < 200_000; i++) {
            Visitor visitor = new Visitor();
            if (shared.enter(visitor, false) == null) {
              highest = Math.max(highest, counted.open());
              visitor.leave();
            }
          }
          return highest;
        };
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      for (Future<Integer> highest : threads.invokeAll(Collections.nCopies(3, comeAndGo))) {
        assertEquals(1, highest.get());
      }
    }
    assertEquals(0, counted.open());
    assertEquals(EMPTY, shared.state());
  }
}
