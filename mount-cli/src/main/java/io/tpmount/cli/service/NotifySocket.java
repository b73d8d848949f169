package io.tpmount.cli.service;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * The datagram socket of {@code $NOTIFY_SOCKET}. By system calls, because Java's unix sockets are
 * streams only.
 */
final class NotifySocket {
  private static final short AF_UNIX = 1;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  /** {@code sun_path} begins here, and is so long. */
  private static final int PATH_OFFSET = 2;

  private static final int LONGEST_PATH = 108;

  private static final MethodHandle SOCKET = link("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle SENDTO =
      link("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CLOSE = link("close", JAVA_INT, JAVA_INT);

  private final byte[] path;

  /**
   * @param name a path, or an abstract name after {@code @}
   */
  NotifySocket(String name) {
    path = name.getBytes(StandardCharsets.UTF_8);
    if (path.length == 0 || path.length >= LONGEST_PATH) {
      throw new IllegalArgumentException("no name of a socket: " + name);
    }
    if (path[0] == '@') {
      path[0] = 0;
    }
  }

  /**
   * Sends one datagram.
   *
   * @throws IOException when nobody takes it
   */
  void send(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocateFrom(JAVA_BYTE, bytes);
      MemorySegment address = arena.allocate(PATH_OFFSET + LONGEST_PATH, Short.BYTES);
      address.set(JAVA_SHORT, 0, AF_UNIX);
      MemorySegment.copy(path, 0, address, JAVA_BYTE, PATH_OFFSET, path.length);
      int length = PATH_OFFSET + path.length + (path[0] == 0 ? 0 : 1);
      send(data, address, length);
    }
  }

  private static void send(MemorySegment data, MemorySegment address, int length)
      throws IOException {
    try {
      int fd = (int) SOCKET.invokeExact((int) AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
      if (fd < 0) {
        throw new IOException("no socket");
      }
      long sent =
          (long) SENDTO.invokeExact(fd, data, data.byteSize(), MSG_NOSIGNAL, address, length);
      int _ = (int) CLOSE.invokeExact(fd);
      if (sent != data.byteSize()) {
        throw new IOException("the service manager does not take notices");
      }
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle link(String name, MemoryLayout result, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }
}
