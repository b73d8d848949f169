package io.tpmount.cli.life;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Consumer;

/**
 * The signals that ask this process to end. A shutdown hook would not do: it hears only the first
 * one, and cannot choose the exit code.
 */
public final class Signals {
  private static final List<String> ENDING = List.of("INT", "TERM", "HUP");

  private Signals() {}

  /**
   * Calls {@code listener} with the name of each such signal, on a thread of its own.
   *
   * <p>By reflection, because javac warns of {@code sun.misc.Signal} in a way that cannot be
   * silenced; the module jdk.unsupported exports it for just this use.
   */
  public static void onEnd(Consumer<String> listener) {
    try {
      Class<?> signalType = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Method handle = signalType.getMethod("handle", signalType, handlerType);
      for (String name : ENDING) {
        Object signal = signalType.getConstructor(String.class).newInstance(name);
        Runnable action = () -> listener.accept(name);
        handle.invoke(null, signal, handler(handlerType, signalType, action));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM has no sun.misc.Signal", e);
    }
  }

  private static Object handler(Class<?> handlerType, Class<?> signalType, Runnable action)
      throws ReflectiveOperationException {
    MethodHandle run =
        MethodHandles.lookup()
            .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
            .bindTo(action);
    return MethodHandleProxies.asInterfaceInstance(
        handlerType, MethodHandles.dropArguments(run, 0, signalType));
  }
}
