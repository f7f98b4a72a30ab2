package dev.parley;

import dev.parley.internal.admission.PeerTable;
import dev.parley.internal.net.PeerAddress;
import dev.parley.limit.FairQueue;
import dev.parley.limit.RingQueue;
import dev.parley.limit.Source;
import dev.parley.limit.SourceLevels;
import dev.parley.testing.ScarceMemory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/// Adds elements to queues and tables in a process without free memory, except for a little that
/// lets each addition get a bit further. Prints how many elements are lost or miscounted
/// afterwards. Run by [OutOfMemoryTest], with [ScarceMemory].
public final class QueuesWithoutMemory {
  /// The structures to test.
  enum Kind {
    RING,
    FAIR_QUEUE,
    PEERS
  }

  /// More free memory than any element needs.
  private static final int MAX_ROOM = 40;

  /// The step between rounds, in small objects.
  private static final int STEP = 2;

  /// The maximum number of elements before, so that the structure grows at different moments.
  private static final int MAX_BEFORE = 8;

  private final ScarceMemory memory = new ScarceMemory();
  private final List<Element> elements = new ArrayList<>();
  private final List<Element> added = new ArrayList<>(MAX_BEFORE + 1);
  private int wrong;
  private int failed;

  private QueuesWithoutMemory() throws UnknownHostException {
    for (int number = 0; number <= MAX_BEFORE; number++) {
      byte[] host = new byte[16];
      host[0] = 0x20;
      host[7] = (byte) (number % 3);
      host[15] = (byte) number;
      elements.add(new Element(new InetSocketAddress(InetAddress.getByAddress(host), 4711)));
    }
  }

  private static final class Element extends PeerTable.Entry {
    private final List<Source> levels;
    private final Source source;

    Element(InetSocketAddress peer) {
      super(PeerAddress.of(peer));
      levels = SourceLevels.of(peer, Source.IPV6_PREFIX);
      source = levels.getFirst();
    }
  }

  /// The operations of a queue that are tested here.
  private interface Subject {
    void add(Element element);

    /// Returns how many elements do not match those that were added.
    int wrong(List<Element> added);
  }

  /// Starts with a warm-up, because code and classes take memory on first use.
  public static void main(String[] args) throws UnknownHostException {
    for (Kind kind : Kind.values()) {
      new QueuesWithoutMemory().rehearse(kind);
      String _ = new QueuesWithoutMemory().round(kind, MAX_BEFORE);
    }
    for (Kind kind : Kind.values()) {
      System.out.println(new QueuesWithoutMemory().round(kind, 0));
    }
  }

  private void rehearse(Kind kind) {
    Subject subject = subject(kind);
    for (Element element : elements) {
      subject.add(element);
      added.add(element);
    }
    wrong += subject.wrong(added);
  }

  private String round(Kind kind, int least) {
    for (int before = least; before <= MAX_BEFORE; before += MAX_BEFORE / 2) {
      for (int room = 0; room < MAX_ROOM; room += STEP) {
        Subject subject = subject(kind);
        added.clear();
        for (int i = 0; i < before; i++) {
          subject.add(elements.get(i));
          added.add(elements.get(i));
        }
        addWithout(subject, elements.get(before), room);
        wrong += subject.wrong(added);
      }
    }
    memory.releaseAll();
    return wrong + " wrong, " + failed + " without memory";
  }

  private void addWithout(Subject subject, Element element, int room) {
    memory.fill(room);
    try {
      subject.add(element);
      added.add(element);
    } catch (OutOfMemoryError e) {
      failed++;
    } finally {
      memory.release();
    }
  }

  private static Subject subject(Kind kind) {
    return switch (kind) {
      case RING -> new Ring();
      case FAIR_QUEUE -> new Fair();
      case PEERS -> new Peers();
    };
  }

  private static final class Ring implements Subject {
    private final RingQueue<Element> queue = new RingQueue<>();

    @Override
    public void add(Element element) {
      queue.add(element);
    }

    @Override
    public int wrong(List<Element> added) {
      int wrong = Math.abs(queue.size() - added.size());
      for (Element element : added) {
        wrong += element.equals(queue.poll()) ? 0 : 1;
      }
      return wrong;
    }
  }

  private static final class Fair implements Subject {
    private final FairQueue<Element> queue = new FairQueue<>(MAX_BEFORE + 1);

    @Override
    public void add(Element element) {
      var _ = queue.add(element.levels, element);
    }

    @Override
    public int wrong(List<Element> added) {
      int wrong = Math.abs(queue.size() - added.size());
      int left = added.size();
      for (Element next = queue.poll(); next != null; next = queue.poll()) {
        wrong += added.contains(next) ? 0 : 1;
        left--;
      }
      return wrong + Math.abs(left) + queue.size();
    }
  }

  private static final class Peers implements Subject {
    private final PeerTable<Element> table = new PeerTable<>(1);

    @Override
    public void add(Element element) {
      table.add(element, element.source);
    }

    @Override
    public int wrong(List<Element> added) {
      int wrong = Math.abs(table.size() - added.size());
      for (Element element : added) {
        wrong += element.equals(table.find(element.address())) ? 0 : 1;
        table.remove(element);
        // Per source and in total, only those that are still to be evicted are left.
        wrong += element.equals(table.leaver(element.source, true)) ? 1 : 0;
      }
      return wrong + table.size() + (table.leaver(null, true) == null ? 0 : 1);
    }
  }
}
