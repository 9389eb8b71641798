package com.veetssuites.platform.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a document says, in the order of reading: columns one after the other, cells of a row
 * separated by tabs, list items behind a bullet, an empty line where there is a gap.
 *
 * @param largest what is written largest on the first page; null when it is no larger than the rest
 * @param links targets of the links that are not written out
 */
public record DocumentText(String text, @Nullable String largest, List<String> links) {

  public DocumentText {
    links = List.copyOf(links);
  }
}
