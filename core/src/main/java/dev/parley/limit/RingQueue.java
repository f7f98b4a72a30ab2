package dev.parley.limit;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A queue that stays consistent when memory runs out: it grows before it adds an element.
///
/// ```
///   room:  │ e │ f │   │   │ a │ b │ c │ d │      first = 4, size = 6
/// ```
///
/// An `ArrayDeque` grows afterwards, and if that fails it appears empty from then on. Allocates
/// only to grow, and keeps its array until [#clear]. Not thread-safe.
public final class RingQueue<T> implements Iterable<T> {
  private static final int LEAST_ROOM = 4;

  /// Its length is a power of two. Null until the first element is added.
  private @Nullable Object @Nullable [] room;

  private int first;
  private int size;

  /// Creates an empty queue, which has no array yet.
  public RingQueue() {}

  /// Adds an element at the end; if there is no memory for it, the queue is unchanged.
  public void add(T element) {
    @Nullable Object[] room = roomForOne();
    room[(first + size) & (room.length - 1)] = element;
    size++;
  }

  private @Nullable Object[] roomForOne() {
    @Nullable Object[] old = room;
    if (old != null && size < old.length) {
      return old;
    }
    @Nullable Object[] larger = new @Nullable Object[old == null ? LEAST_ROOM : 2 * old.length];
    if (old != null) {
      int toEnd = old.length - first;
      System.arraycopy(old, first, larger, 0, toEnd);
      System.arraycopy(old, 0, larger, toEnd, first);
    }
    first = 0;
    room = larger;
    return larger;
  }

  /// Removes and returns the first element; null if there is none.
  public @Nullable T poll() {
    T element = peek();
    if (element != null) {
      set(first, null);
      first = (first + 1) & mask();
      size--;
    }
    return element;
  }

  /// Removes and returns the last element; null if there is none.
  public @Nullable T pollLast() {
    T element = peekLast();
    if (element != null) {
      size--;
      set((first + size) & mask(), null);
    }
    return element;
  }

  /// Removes and returns the first element.
  ///
  /// @throws NoSuchElementException if there is none
  public T remove() {
    T element = poll();
    if (element == null) {
      throw new NoSuchElementException();
    }
    return element;
  }

  /// Removes one element equal to this one; returns false if there is none.
  public boolean remove(T element) {
    for (int i = 0; i < size; i++) {
      if (element.equals(at(i))) {
        for (int behind = i + 1; behind < size; behind++) {
          set((first + behind - 1) & mask(), at(behind));
        }
        var _ = pollLast();
        return true;
      }
    }
    return false;
  }

  /// Returns the first element; null if there is none.
  public @Nullable T peek() {
    return size == 0 ? null : at(0);
  }

  /// Returns the last element; null if there is none.
  public @Nullable T peekLast() {
    return size == 0 ? null : at(size - 1);
  }

  /// Removes all elements and releases the array.
  public void clear() {
    room = null;
    first = 0;
    size = 0;
  }

  /// Returns the number of elements.
  public int size() {
    return size;
  }

  /// Returns true if the queue is empty.
  public boolean isEmpty() {
    return size == 0;
  }

  /// Iterates from the first to the last element. The queue must not change meanwhile.
  @Override
  public Iterator<T> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size;
      }

      @Override
      public T next() {
        T element = hasNext() ? at(next++) : null;
        if (element == null) {
          throw new NoSuchElementException();
        }
        return element;
      }
    };
  }

  private int mask() {
    return room == null ? 0 : room.length - 1;
  }

  @SuppressWarnings("unchecked") // only what add was given
  private @Nullable T at(int index) {
    return room == null ? null : (T) room[(first + index) & (room.length - 1)];
  }

  private void set(int place, @Nullable Object element) {
    if (room != null) {
      room[place] = element;
    }
  }
}
