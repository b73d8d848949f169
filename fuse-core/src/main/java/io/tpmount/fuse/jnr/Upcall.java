package io.tpmount.fuse.jnr;

import jnr.ffi.annotations.Delegate;

/**
 * The shapes of C functions that libfuse calls: {@code L} an address or another 64-bit argument,
 * {@code I} an int. Addresses are plain numbers: a {@code String} would be decoded with loss, a
 * {@code Pointer} would be one more object per call. Public because jnr generates callers of them.
 */
public final class Upcall {
  private Upcall() {}

  /** One address. */
  public interface L {
    @Delegate
    int call(long a);
  }

  /** Two. */
  public interface LL {
    @Delegate
    int call(long a, long b);
  }

  /** Three. */
  public interface LLL {
    @Delegate
    int call(long a, long b, long c);
  }

  /** Four. */
  public interface LLLL {
    @Delegate
    int call(long a, long b, long c, long d);
  }

  /** Five. */
  public interface LLLLL {
    @Delegate
    int call(long a, long b, long c, long d, long e);
  }

  /** As chmod. */
  public interface LI {
    @Delegate
    int call(long a, int b);
  }

  /** As chown. */
  public interface LII {
    @Delegate
    int call(long a, int b, int c);
  }

  /** As create. */
  public interface LIL {
    @Delegate
    int call(long a, int b, long c);
  }

  /** As flock. */
  public interface LLI {
    @Delegate
    int call(long a, long b, int c);
  }

  /** As lock. */
  public interface LLIL {
    @Delegate
    int call(long a, long b, int c, long d);
  }

  /** As fallocate. */
  public interface LILLL {
    @Delegate
    int call(long a, int b, long c, long d, long e);
  }

  /** As init. */
  public interface Init {
    @Delegate
    long call(long connection);
  }
}
