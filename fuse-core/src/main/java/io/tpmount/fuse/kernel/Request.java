package io.tpmount.fuse.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tpmount.fuse.Failures;
import io.tpmount.fuse.KernelNames;
import io.tpmount.fuse.sys.Errno;
import io.tpmount.fuse.sys.TransferBuffer;
import io.tpmount.vfs.HandleId;
import io.tpmount.vfs.NodeId;
import io.tpmount.vfs.VfsException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * One request of the kernel. Its arguments are read before the call is made, as its memory is used
 * for the next one; it is answered exactly once, on any thread.
 */
final class Request {
  private static final long BODY = Layouts.IN_HEADER.byteSize();
  private static final long LEN = Layouts.at(Layouts.IN_HEADER, "len");
  private static final long OPCODE = Layouts.at(Layouts.IN_HEADER, "opcode");
  private static final long UNIQUE = Layouts.at(Layouts.IN_HEADER, "unique");
  private static final long NODE = Layouts.at(Layouts.IN_HEADER, "nodeid");

  /** Puts a result into an answer; returns the length of its body, or a negated errno. */
  @FunctionalInterface
  interface Encoder<T> {
    int encode(T result, Reply reply) throws VfsException;
  }

  private final Connection connection;
  private final int fd;
  private final MemorySegment memory;
  private final long unique;
  private final long node;
  private final int number;

  /**
   * @param fd where it was received, and where alone it can be answered
   */
  Request(Connection connection, int fd, TransferBuffer buffer) {
    this.connection = connection;
    this.fd = fd;
    this.memory = buffer.memory();
    this.unique = memory.get(JAVA_LONG, UNIQUE);
    this.node = memory.get(JAVA_LONG, NODE);
    this.number = memory.get(JAVA_INT, OPCODE);
  }

  int number() {
    return number;
  }

  NodeId node() {
    return new NodeId(node);
  }

  // Arguments

  int u32(long offset) {
    return memory.get(JAVA_INT, BODY + offset);
  }

  long u64(long offset) {
    return memory.get(JAVA_LONG, BODY + offset);
  }

  HandleId handle(long offset) {
    return new HandleId(u64(offset));
  }

  /** A C string's bytes, one per character. */
  String bytes(long offset) {
    return memory.getString(BODY + offset, StandardCharsets.ISO_8859_1);
  }

  /** The name or target that a C string stands for. */
  String name(long offset) {
    return KernelNames.decode(bytes(offset));
  }

  MemorySegment data(long offset, long length) {
    return memory.asSlice(BODY + offset, length).asReadOnly();
  }

  // Answers

  void succeed() {
    try (Lent reply = new Lent(connection)) {
      send(reply.reply(), 0, 0);
    }
  }

  void fail(Errno errno) {
    try (Lent reply = new Lent(connection)) {
      send(reply.reply(), errno.negated(), 0);
    }
  }

  void fail(Throwable failure) {
    fail(Failures.answer(name(), subject(), failure));
  }

  /** Answers with what a call tells, now or when it is done; interrupting cancels it. */
  <T> void answer(CompletableFuture<T> call, Encoder<? super T> encoder) {
    answer(call, Pending.Interrupts.OBEYED, encoder);
  }

  void answer(CompletableFuture<Void> call) {
    answer(call, Pending.Interrupts.OBEYED, (_, _) -> 0);
  }

  void answerUninterrupted(CompletableFuture<Void> call) {
    answer(call, Pending.Interrupts.IGNORED, (_, _) -> 0);
  }

  <T> void answer(
      CompletableFuture<T> call, Pending.Interrupts interrupts, Encoder<? super T> encoder) {
    if (call.isDone()) {
      deliver(call, encoder);
      return;
    }
    connection.answerLater();
    connection.pending().add(unique, call, interrupts);
    var _ =
        call.whenComplete(
            (_, _) -> {
              connection.pending().remove(unique);
              deliver(call, encoder);
              connection.done();
            });
  }

  private <T> void deliver(CompletableFuture<T> call, Encoder<? super T> encoder) {
    switch (call.state()) {
      case SUCCESS -> succeed(call.resultNow(), encoder);
      case CANCELLED -> fail(Errno.EINTR);
      case FAILED -> fail(call.exceptionNow());
      case RUNNING -> throw new IllegalStateException("a call that is done runs");
    }
  }

  private <T> void succeed(T result, Encoder<? super T> encoder) {
    try (Lent lent = new Lent(connection)) {
      int length;
      try {
        length = encoder.encode(result, lent.reply());
      } catch (VfsException | RuntimeException e) {
        length = Failures.answer(name(), subject(), e).negated();
      }
      send(lent.reply(), Math.min(length, 0), Math.max(length, 0));
    }
  }

  private void send(Reply reply, int error, int length) {
    long result = reply.send(fd, unique, error, length);
    if (result < 0) {
      Connection.check(result, name());
    }
  }

  String name() {
    return Opcode.of(number).map(Opcode::name).orElseGet(() -> "opcode " + number);
  }

  private String subject() {
    return "node " + node;
  }

  @Override
  public String toString() {
    return "%s %d: node %d, %d bytes".formatted(name(), unique, node, memory.get(JAVA_INT, LEN));
  }

  /** A reply for the time of one answer. */
  private record Lent(Reply reply, Connection connection) implements AutoCloseable {
    Lent(Connection connection) {
      this(connection.replies().take(), connection);
    }

    @Override
    public void close() {
      connection.replies().giveBack(reply);
    }
  }
}
