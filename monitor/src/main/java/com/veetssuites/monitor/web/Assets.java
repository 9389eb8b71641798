package com.veetssuites.monitor.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The scripts and styles of the pages; none comes from anywhere else. Read with the first page. */
final class Assets {

  private static final String LIBRARY = "classpath*:META-INF/resources/webjars/uplot/*/dist/";

  private @Nullable Map<String, Asset> files;
  private String version = "";

  /** A file as it is sent. */
  record Asset(String type, byte[] content) {}

  /** What their addresses hold, so that a browser keeps them until they change. */
  synchronized String version() {
    files();
    return version;
  }

  synchronized @Nullable Asset find(String name) {
    return files().get(name);
  }

  private Map<String, Asset> files() {
    if (files == null) {
      Map<String, Asset> read = new LinkedHashMap<>();
      read.put("dashboard.css", css(Templates.file("dashboard.css")));
      read.put("dashboard.js", script(Templates.file("dashboard.js")));
      read.put("icon.svg", new Asset("image/svg+xml", Templates.file("icon.svg")));
      read.put("uplot.css", css(library("uPlot.min.css")));
      read.put("uplot.js", script(library("uPlot.iife.min.js")));
      version = digest(read);
      files = read;
    }
    return files;
  }

  private static Asset css(byte[] content) {
    return new Asset("text/css;charset=UTF-8", content);
  }

  private static Asset script(byte[] content) {
    return new Asset("text/javascript;charset=UTF-8", content);
  }

  private static byte[] library(String name) {
    try {
      Resource[] found = new PathMatchingResourcePatternResolver().getResources(LIBRARY + name);
      if (found.length == 0) {
        throw new IllegalStateException(
            "The charts need org.webjars.npm:uplot, which is not on the class path.");
      }
      return found[0].getContentAsByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String digest(Map<String, Asset> all) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      all.values().forEach(asset -> digest.update(asset.content()));
      return HexFormat.of().formatHex(digest.digest(), 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
