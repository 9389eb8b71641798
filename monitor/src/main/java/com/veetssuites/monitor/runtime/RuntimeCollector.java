package com.veetssuites.monitor.runtime;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import com.veetssuites.monitor.Collector;
import com.veetssuites.monitor.Frame;
import com.veetssuites.monitor.SeriesKind;
import java.io.File;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The JVM and its machine, read from the platform's beans: a dozen reads a second, which is less
 * than a stream of JFR events costs.
 */
public final class RuntimeCollector implements Collector {

  private final String node;
  private final File disk;
  private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();
  private final OperatingSystemMXBean machine =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private long collections;
  private long collectionMillis;

  /**
   * @param node its name
   * @param disk a folder on the disk that is watched
   */
  public RuntimeCollector(String node, File disk) {
    this.node = node;
    this.disk = disk;
  }

  @Override
  public Pace pace() {
    return Pace.EVERY_SECOND;
  }

  @Override
  public void collect(Frame.Builder frame) {
    long count = 0;
    long millis = 0;
    for (GarbageCollectorMXBean collector : collectors) {
      count += Math.max(0, collector.getCollectionCount());
      millis += Math.max(0, collector.getCollectionTime());
    }
    MemoryUsage heap = memory.getHeapMemoryUsage();
    long most = heap.getMax() < 0 ? heap.getCommitted() : heap.getMax();
    long files = 0;
    long mostFiles = 0;
    if (machine instanceof UnixOperatingSystemMXBean unix) {
      files = unix.getOpenFileDescriptorCount();
      mostFiles = unix.getMaxFileDescriptorCount();
    }
    frame.add(
        SeriesKind.RUNTIME,
        node,
        1,
        Math.max(0, machine.getProcessCpuLoad()),
        Math.max(0, machine.getCpuLoad()),
        heap.getUsed(),
        most,
        memory.getNonHeapMemoryUsage().getUsed(),
        count - collections,
        TimeUnit.MILLISECONDS.toNanos(millis - collectionMillis),
        threads.getThreadCount(),
        files,
        mostFiles,
        disk.getTotalSpace() - disk.getUsableSpace(),
        disk.getTotalSpace(),
        Math.max(0, most - heap.getUsed()));
    collections = count;
    collectionMillis = millis;
  }
}
