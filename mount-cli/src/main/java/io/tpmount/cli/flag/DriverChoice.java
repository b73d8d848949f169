package io.tpmount.cli.flag;

/** Which driver is to speak with the kernel. */
public enum DriverChoice {
  /** {@link #KERNEL} where it can mount, else {@link #JNR}. */
  AUTO,
  /** /dev/fuse itself. */
  KERNEL,
  /** libfuse 2. */
  JNR
}
