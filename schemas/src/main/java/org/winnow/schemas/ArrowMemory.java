package org.winnow.schemas;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;

/**
 * The process's off-heap memory: one root, and a child for each operation.
 *
 * <p>Closing a child that still holds buffers throws, so a leak shows where it happens.
 */
public final class ArrowMemory {
  private static final RootAllocator ROOT = new RootAllocator();

  private ArrowMemory() {}

  /** A fresh allocator named after what it is for; the caller closes it. */
  public static BufferAllocator child(String purpose) {
    return child(purpose, Long.MAX_VALUE);
  }

  /** A fresh allocator that refuses to hold more than {@code maxBytes}; the caller closes it. */
  public static BufferAllocator child(String purpose, long maxBytes) {
    return ROOT.newChildAllocator(purpose, 0, maxBytes);
  }

  /** Off-heap bytes that are held at this moment; 0 when no operation is under way. */
  public static long bytesHeld() {
    return ROOT.getAllocatedMemory();
  }
}
