package org.winnow.pipelines.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;

/** Writes a file from its start to its end. */
final class WriteChannel implements SeekableByteChannel {
  private final WritableByteChannel channel;
  private long position;

  WriteChannel(WritableByteChannel channel) {
    this.channel = channel;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int n = channel.write(source);
    position += n;
    return n;
  }

  @Override
  public int read(ByteBuffer target) {
    throw new NonReadableChannelException();
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SeekableByteChannel position(long newPosition) throws IOException {
    if (newPosition != position) {
      throw new IOException("a file is written in order, at " + position + ", not " + newPosition);
    }
    return this;
  }

  @Override
  public long size() {
    return position;
  }

  @Override
  public SeekableByteChannel truncate(long size) throws IOException {
    if (size < position) {
      throw new IOException("what is written cannot be taken back");
    }
    return this;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
