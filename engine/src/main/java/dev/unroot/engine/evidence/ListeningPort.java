package dev.unroot.engine.evidence;

import java.util.Comparator;
import java.util.Locale;

/** A port that a process waits on. */
public record ListeningPort(Protocol protocol, int port) implements Comparable<ListeningPort> {

  /** The transport protocols that are observed. */
  public enum Protocol {
    /** Transmission Control Protocol. */
    TCP,
    /** User Datagram Protocol. */
    UDP
  }

  /** The first port that needs no privilege unless the kernel is told otherwise. */
  public static final int FIRST_UNPRIVILEGED = 1024;

  /**
   * The first port of Linux's default ephemeral range ({@code net.ipv4.ip_local_port_range}). Ports
   * from here on differ from run to run and prove nothing.
   */
  public static final int FIRST_EPHEMERAL = 32768;

  /** Whether binding it needs a privilege by default. */
  public boolean isPrivileged() {
    return port < FIRST_UNPRIVILEGED;
  }

  @Override
  public int compareTo(ListeningPort other) {
    return Comparator.comparingInt(ListeningPort::port)
        .thenComparing(ListeningPort::protocol)
        .compare(this, other);
  }

  /** As people write it: {@code 80/tcp}. */
  @Override
  public String toString() {
    return port + "/" + protocol.name().toLowerCase(Locale.ROOT);
  }
}
