package dev.cadre.toolkit.files;

import dev.cadre.fault.Fault;
import dev.cadre.http.NetworkRule;
import dev.cadre.model.Caller;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Every place that files come from, as one. */
public final class FileSources implements FileSource, AutoCloseable {
  private static final int SHOWN = 60;

  private final List<FileSource> sources;
  private final WebFiles web;

  /**
   * {@code data:} URIs, folders, the web, and {@code further} places.
   *
   * @param further asked before a reference is taken for a path or a URL
   */
  public FileSources(InstantSource clock, List<FileSource> further, FilesConfig config) {
    List<NetworkRule> allowed = config.servers().stream().map(NetworkRule::parse).toList();
    web =
        new WebFiles(
            clock, InetAddress::getAllByName, allowed, config.maxBytes(), config.webTime());
    sources = new ArrayList<>(further);
    sources.add(new DataUris(config.maxBytes()));
    sources.add(web);
    sources.add(new FolderFiles(config.folders(), config.maxBytes()));
  }

  @Override
  public boolean takes(String reference) {
    return sources.stream().anyMatch(source -> source.takes(reference));
  }

  @Override
  public SourceFile read(String reference, Caller caller, Instant deadline)
      throws InterruptedException {
    for (FileSource source : sources) {
      if (source.takes(reference)) {
        return source.read(reference, caller, deadline);
      }
    }
    String shown = reference.substring(0, Math.min(SHOWN, reference.length()));
    throw new Fault.Invalid(
        "'" + shown + "' is no file: give a path, an http(s) URL or a data: URI");
  }

  @Override
  public void close() {
    web.close();
  }
}
