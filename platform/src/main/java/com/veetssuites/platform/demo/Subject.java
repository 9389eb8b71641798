package com.veetssuites.platform.demo;

import java.util.List;

/**
 * A field that is taught.
 *
 * @param topics what courses are about, written as in a title
 * @param profession who works in the field
 */
record Subject(String name, String profession, List<String> topics) {

  static Subject of(String name, String profession, String topics) {
    return new Subject(name, profession, Vocabulary.list(topics));
  }
}
