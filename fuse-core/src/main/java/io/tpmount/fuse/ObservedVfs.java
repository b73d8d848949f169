package io.tpmount.fuse;

import io.tpmount.fuse.sys.Errno;
import io.tpmount.vfs.LookupResult;
import io.tpmount.vfs.ReadResult;
import io.tpmount.vfs.Vfs;
import io.tpmount.vfs.VfsException;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A {@link Vfs} that tells of its calls. A dynamic proxy, so that a method added to the interface
 * is passed on and counted like the others. Calls that answer without a future take no time and are
 * not told of.
 */
public final class ObservedVfs implements InvocationHandler {
  private static final String OK = "ok";

  private final Vfs vfs;
  private final CallObserver observer;

  private ObservedVfs(Vfs vfs, CallObserver observer) {
    this.vfs = vfs;
    this.observer = observer;
  }

  public static Vfs of(Vfs vfs, CallObserver observer) {
    return (Vfs)
        Proxy.newProxyInstance(
            Vfs.class.getClassLoader(), new Class<?>[] {Vfs.class}, new ObservedVfs(vfs, observer));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    long began = System.nanoTime();
    Object answer = pass(method, arguments);
    if (answer instanceof CompletableFuture<?> future) {
      var _ =
          future.whenComplete(
              (value, failure) -> tell(method.getName(), arguments, value, failure, began));
    }
    return answer;
  }

  private Object pass(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(vfs, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private void tell(
      String operation, Object[] arguments, Object value, Throwable failure, long began) {
    observer.finished(
        new CallObserver.Call(
            operation,
            failure == null ? outcome(value) : outcome(failure),
            failure == null ? bytes(operation, arguments, value) : 0,
            Duration.ofNanos(System.nanoTime() - began)));
  }

  /** The kernel hears of an absent name as of an error. */
  private static String outcome(Object value) {
    return value instanceof LookupResult.Absent ? Errno.ENOENT.name() : OK;
  }

  private static String outcome(Throwable failure) {
    return switch (failure) {
      case CompletionException e when e.getCause() != null -> outcome(e.getCause());
      case VfsException e -> Errnos.of(e.error()).name();
      case CancellationException _ -> Errno.EINTR.name();
      default -> Errno.EIO.name();
    };
  }

  private static long bytes(String operation, Object[] arguments, Object value) {
    if (value instanceof ReadResult result) {
      return result.length();
    }
    return operation.equals("write") && arguments[2] instanceof MemorySegment data
        ? data.byteSize()
        : 0;
  }
}
