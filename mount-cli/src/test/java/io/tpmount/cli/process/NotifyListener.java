package io.tpmount.cli.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Plays the service manager: hears what is sent to a notify socket. */
final class NotifyListener implements AutoCloseable {
  private static final int ADDRESS_BYTES = 110;
  private static final int BUFFER = 4096;
  private static final String END = "END-OF-TEST";

  private static final MethodHandle SOCKET = link("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = link("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle RECV =
      link("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SENDTO =
      link("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle CLOSE = link("close", JAVA_INT, JAVA_INT);

  private final Path path;
  private final int fd;
  private final List<String> notices = new CopyOnWriteArrayList<>();
  private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::listen);

  NotifyListener(Path path) {
    this.path = path;
    try (Arena arena = Arena.ofConfined()) {
      fd = (int) SOCKET.invokeExact(1, 2, 0);
      int bound = (int) BIND.invokeExact(fd, address(arena), ADDRESS_BYTES);
      if (bound != 0) {
        throw new IllegalStateException("cannot bind " + path);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
    thread.start();
  }

  /** Every datagram so far. */
  List<String> notices() {
    return notices;
  }

  boolean hasHeard(String words) {
    return notices.stream().anyMatch(notice -> notice.contains(words));
  }

  private MemorySegment address(Arena arena) {
    MemorySegment address = arena.allocate(ADDRESS_BYTES, Short.BYTES);
    address.set(JAVA_SHORT, 0, (short) 1);
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    MemorySegment.copy(name, 0, address, JAVA_BYTE, Short.BYTES, name.length);
    return address;
  }

  private void listen() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(BUFFER);
      while (true) {
        long length = (long) RECV.invokeExact(fd, buffer, (long) BUFFER, 0);
        byte[] bytes = buffer.asSlice(0, Math.max(0, length)).toArray(JAVA_BYTE);
        String notice = new String(bytes, StandardCharsets.UTF_8);
        if (length < 0 || notice.equals(END)) {
          return;
        }
        notices.add(notice);
      }
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = arena.allocateFrom(JAVA_BYTE, END.getBytes(StandardCharsets.UTF_8));
      long _ =
          (long) SENDTO.invokeExact(fd, data, data.byteSize(), 0, address(arena), ADDRESS_BYTES);
      thread.join();
      int _ = (int) CLOSE.invokeExact(fd);
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
