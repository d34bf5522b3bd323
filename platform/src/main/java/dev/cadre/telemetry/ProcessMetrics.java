package dev.cadre.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.management.UnixOperatingSystemMXBean;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/** The figures of the process itself, under the names that every Prometheus client gives them. */
final class ProcessMetrics {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final double MILLIS_PER_SECOND = TimeUnit.SECONDS.toMillis(1);

  private final PrometheusRegistry registry;

  private ProcessMetrics(PrometheusRegistry registry) {
    this.registry = registry;
  }

  static void register(PrometheusRegistry registry) {
    ProcessMetrics metrics = new ProcessMetrics(registry);
    metrics.process();
    metrics.jvm();
  }

  private void process() {
    double started = ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS_PER_SECOND;
    gauge("process_start_time_seconds", "Start of the process, in Unix time.", () -> started);
    if (Files.isReadable(STATUS)) {
      gauge(
          "process_resident_memory_bytes",
          "Memory of the process that is in RAM.",
          ProcessMetrics::residentBytes);
    }
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      counter(
          "process_cpu_seconds_total",
          "Time that the process has used of all cores.",
          () -> system.getProcessCpuTime() / NANOS_PER_SECOND);
      gauge("process_open_fds", "Open file descriptors.", system::getOpenFileDescriptorCount);
      gauge(
          "process_max_fds",
          "The most file descriptors that may be open.",
          system::getMaxFileDescriptorCount);
    }
  }

  private void jvm() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    gauge(
        "jvm_memory_heap_used_bytes",
        "Heap in use, garbage included.",
        () -> memory.getHeapMemoryUsage().getUsed());
    gauge(
        "jvm_memory_heap_max_bytes",
        "The most that the heap may take.",
        () -> memory.getHeapMemoryUsage().getMax());
    gauge(
        "jvm_memory_nonheap_used_bytes",
        "Memory of classes and compiled code.",
        () -> memory.getNonHeapMemoryUsage().getUsed());
    counter("jvm_gc_collection_seconds_total", "Time spent collecting garbage.", () -> gcSeconds());
    gauge(
        "jvm_threads",
        "Platform threads, which virtual threads are not.",
        ManagementFactory.getThreadMXBean()::getThreadCount);
  }

  private void gauge(String name, String help, DoubleSupplier value) {
    Consumer<GaugeWithCallback.Callback> callback = to -> to.call(value.getAsDouble());
    GaugeWithCallback.builder().name(name).help(help).callback(callback).register(registry);
  }

  private void counter(String name, String help, DoubleSupplier value) {
    Consumer<CounterWithCallback.Callback> callback = to -> to.call(value.getAsDouble());
    CounterWithCallback.builder().name(name).help(help).callback(callback).register(registry);
  }

  private static double gcSeconds() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
            .mapToLong(GarbageCollectorMXBean::getCollectionTime)
            .sum()
        / MILLIS_PER_SECOND;
  }

  /** From {@code VmRSS: 123456 kB}; not a number when the kernel does not say. */
  private static double residentBytes() {
    try {
      return Files.readAllLines(STATUS, US_ASCII).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024.0)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
