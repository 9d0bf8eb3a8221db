package org.winnow.runners.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an address to listen at, HOST:PORT, or PORT of the loopback interface. */
final class ListenAddress implements ITypeConverter<InetSocketAddress> {
  private static final int LAST_PORT = 65_535;

  @Override
  public InetSocketAddress convert(String text) throws Exception {
    boolean isPort = text.matches("\\d{1,5}");
    String address = isPort ? "localhost:" + text : text;
    try {
      URI uri = new URI("http", address, null, null, null);
      if (uri.getHost() != null && uri.getUserInfo() == null && isPort(uri.getPort())) {
        InetAddress host =
            isPort ? InetAddress.getLoopbackAddress() : InetAddress.getByName(uri.getHost());
        return new InetSocketAddress(host, uri.getPort());
      }
    } catch (URISyntaxException e) {
      throw new TypeConversionException(expected(text) + ": " + e.getMessage());
    }
    throw new TypeConversionException(expected(text));
  }

  private static boolean isPort(int port) {
    return port >= 0 && port <= LAST_PORT;
  }

  private static String expected(String text) {
    return "expected HOST:PORT or PORT up to " + LAST_PORT + ", found " + text;
  }
}
