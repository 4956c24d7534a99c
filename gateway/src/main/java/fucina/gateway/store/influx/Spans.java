package fucina.gateway.store.influx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Stretches of time by machine, in microseconds, from in to out; those that touch are one. A
 * machine without a name stands for all. Not thread-safe.
 */
final class Spans {
  /** What stands for all machines. */
  static final String ALL = "";

  /** More of one machine become one that holds them all: more is carried on than need be. */
  private static final int MANY = 1_000;

  private final TreeMap<String, TreeMap<Long, Long>> machines = new TreeMap<>();

  /** A stretch. */
  record Span(String machine, long from, long to) {
    /** Whose it is; empty for all. */
    Optional<String> whose() {
      return machine.equals(ALL) ? Optional.empty() : Optional.of(machine);
    }
  }

  Spans() {}

  /** A copy. */
  Spans(Spans other) {
    add(other);
  }

  /** Whether a stretch is there already. */
  boolean covers(Span span) {
    return covers(span.machine(), span) || covers(ALL, span);
  }

  private boolean covers(String machine, Span span) {
    TreeMap<Long, Long> own = machines.get(machine);
    Map.Entry<Long, Long> before = own == null ? null : own.floorEntry(span.from());
    return before != null && before.getValue() >= span.to();
  }

  void add(Span span) {
    if (span.from() >= span.to()) {
      return;
    }
    TreeMap<Long, Long> own = machines.computeIfAbsent(span.machine(), each -> new TreeMap<>());
    long from = span.from();
    long to = span.to();
    Map.Entry<Long, Long> other = own.floorEntry(to);
    while (other != null && other.getValue() >= from) {
      from = Math.min(from, other.getKey());
      to = Math.max(to, other.getValue());
      own.remove(other.getKey());
      other = own.floorEntry(to);
    }
    own.put(from, to);
    if (own.size() > MANY) {
      long first = own.firstKey();
      long last = own.lastEntry().getValue();
      own.clear();
      own.put(first, last);
    }
  }

  void add(Spans other) {
    other.list().forEach(this::add);
  }

  /** The earliest one of the first machine; empty where there is none. */
  Optional<Span> first() {
    return list().stream().findFirst();
  }

  /** Takes the beginning of one away, up to an instant. */
  void cut(Span span, long to) {
    TreeMap<Long, Long> own = machines.get(span.machine());
    if (own != null) {
      own.remove(span.from());
      if (to < span.to()) {
        own.put(to, span.to());
      }
      if (own.isEmpty()) {
        machines.remove(span.machine());
      }
    }
  }

  /** When the earliest begins that touches a machine. */
  long begin(String machine) {
    long begin = Long.MAX_VALUE;
    for (String each : List.of(machine, ALL)) {
      TreeMap<Long, Long> own = machines.get(each);
      begin = own == null ? begin : Math.min(begin, own.firstKey());
    }
    return begin;
  }

  List<Span> list() {
    List<Span> spans = new ArrayList<>();
    machines.forEach(
        (machine, own) -> own.forEach((from, to) -> spans.add(new Span(machine, from, to))));
    return spans;
  }

  boolean isEmpty() {
    return machines.isEmpty();
  }

  int size() {
    return machines.values().stream().mapToInt(TreeMap::size).sum();
  }
}
