package dev.cadre.agent;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

/** Where the code of an agent runs while its deployment tries it, before any session has it. */
public interface BuildIsolation {

  /** Runs it with the platform's own rights. */
  BuildIsolation NONE =
      new BuildIsolation() {
        @Override
        public List<String> wrap(List<String> command, Path folder) {
          return command;
        }

        @Override
        public ProcessHandle program(ProcessHandle started) {
          return started;
        }

        @Override
        public SocketChannel connect(ProcessHandle program, int port) throws IOException {
          return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        }
      };

  /** {@code command} wrapped so that it may write to {@code folder} alone and reaches nobody. */
  List<String> wrap(List<String> command, Path folder);

  /** The program that a wrapped command became, for signals: those to the wrapper end with it. */
  ProcessHandle program(ProcessHandle started);

  /** A blocking connection to the loopback that {@code program} listens on. */
  SocketChannel connect(ProcessHandle program, int port) throws IOException;
}
