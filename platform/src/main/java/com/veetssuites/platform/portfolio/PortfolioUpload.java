package com.veetssuites.platform.portfolio;

import com.veetssuites.platform.web.InvalidRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/**
 * What somebody uploads: a checked document, and whether everybody may see it.
 *
 * @param isPublic null leaves it as it is; a new portfolio is not public
 */
record PortfolioUpload(Document document, @Nullable Boolean isPublic) {

  private static final String FILE = "file";
  private static final String PUBLIC = "is_public";

  /**
   * Reads the form. Until here nothing of the body has been read.
   *
   * @throws InvalidRequest when a field is missing, repeated or unknown
   */
  static PortfolioUpload of(MultipartHttpServletRequest request) {
    var files = request.getMultiFileMap();
    Set<String> fields = new TreeSet<>(request.getParameterMap().keySet());
    if (fields.contains(FILE)) {
      throw new InvalidRequest(FILE, "must be a file, sent with a file name");
    }
    fields.addAll(files.keySet());
    fields.removeAll(Set.of(FILE, PUBLIC));
    if (!fields.isEmpty()) {
      throw new InvalidRequest("The form has the fields file and is_public, and no others.");
    }
    if (files.containsKey(PUBLIC)) {
      throw new InvalidRequest(PUBLIC, "must be true or false");
    }
    List<MultipartFile> documents = files.getOrDefault(FILE, List.of());
    if (documents.size() != 1) {
      throw new InvalidRequest(
          FILE, documents.isEmpty() ? "is required" : "must be one file, not several");
    }
    Boolean isPublic = isPublic(request.getParameterValues(PUBLIC));
    try {
      return new PortfolioUpload(Document.check(documents.getFirst().getBytes()), isPublic);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable Boolean isPublic(String @Nullable [] values) {
    if (values == null) {
      return null;
    }
    if (values.length == 1 && values[0].equals("true")) {
      return true;
    }
    if (values.length == 1 && values[0].equals("false")) {
      return false;
    }
    throw new InvalidRequest(PUBLIC, "must be true or false");
  }
}
