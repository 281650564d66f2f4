package dev.penstock.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Looks names up. */
@FunctionalInterface
interface Names {
  /** All addresses of a host; a literal address is its own. */
  InetAddress[] of(String host) throws UnknownHostException;
}
