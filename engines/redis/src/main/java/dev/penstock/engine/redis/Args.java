package dev.penstock.engine.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The arguments of one function call, in order. */
final class Args {
  private final List<byte[]> list = new ArrayList<>();

  Args add(byte[] bytes) {
    list.add(bytes);
    return this;
  }

  Args add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  Args add(long number) {
    return add(Long.toString(number));
  }

  Args addAll(Args others) {
    list.addAll(others.list);
    return this;
  }

  byte[][] toArray() {
    return list.toArray(new byte[0][]);
  }
}
