package dev.cadre.worker;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The three calls of the C library that Java has no name for. Linux. */
final class SystemCalls {
  private static final int CLONE_NEWNET = 0x4000_0000;
  private static final int O_RDONLY_CLOEXEC = 0x8_0000;

  private final MethodHandle open;
  private final MethodHandle close;
  private final MethodHandle setns;
  private final StructLayout state = Linker.Option.captureStateLayout();
  private final VarHandle errno = state.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  // Needs --enable-native-access=ALL-UNNAMED; without it the JDK warns once.
  @SuppressWarnings("restricted")
  SystemCalls() {
    Linker linker = Linker.nativeLinker();
    SymbolLookup libc = linker.defaultLookup();
    ValueLayout.OfInt integer = ValueLayout.JAVA_INT;
    Linker.Option capture = Linker.Option.captureCallState("errno");
    open =
        linker.downcallHandle(
            libc.findOrThrow("open"),
            FunctionDescriptor.of(integer, ValueLayout.ADDRESS, integer),
            capture,
            Linker.Option.firstVariadicArg(2));
    close =
        linker.downcallHandle(
            libc.findOrThrow("close"), FunctionDescriptor.of(integer, integer), capture);
    setns =
        linker.downcallHandle(
            libc.findOrThrow("setns"), FunctionDescriptor.of(integer, integer, integer), capture);
  }

  /** A descriptor that child processes do not inherit. */
  int openForReading(String path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path);
      MemorySegment failure = arena.allocate(state);
      return checked((int) open.invokeExact(failure, name, O_RDONLY_CLOEXEC), failure, path);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  void close(int descriptor) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment failure = arena.allocate(state);
      checked((int) close.invokeExact(failure, descriptor), failure, "close");
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Moves the calling thread, and no other, into a network namespace. */
  void enterNetwork(int descriptor) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment failure = arena.allocate(state);
      checked((int) setns.invokeExact(failure, descriptor, CLONE_NEWNET), failure, "setns");
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  private int checked(int result, MemorySegment failure, String what) throws IOException {
    if (result < 0) {
      throw new IOException(what + ": errno " + (int) errno.get(failure, 0L));
    }
    return result;
  }

  private static IOException rethrown(Throwable e) {
    return switch (e) {
      case IOException io -> io;
      case Error error -> throw error;
      case RuntimeException runtime -> throw runtime;
      case Throwable other -> throw new IllegalStateException(other);
    };
  }
}
