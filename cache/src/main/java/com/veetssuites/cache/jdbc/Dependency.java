package com.veetssuites.cache.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a statement reads or marks of a table, once its parameters are known. */
sealed interface Dependency {

  /** Names the tags. */
  void tags(Parameters parameters, Consumer<String> tags);

  /** Always the same tag. */
  record Fixed(String tag) implements Dependency {
    @Override
    public void tags(Parameters parameters, Consumer<String> tags) {
      tags.accept(tag);
    }
  }

  /**
   * A tag for each value.
   *
   * @param prefix before the text of the value
   * @param longest a text above this is stored as another one; 0 without a limit
   * @param otherwise the tags when the text of a value is not known
   */
  record Each(
      String prefix, List<Operand> operands, ValueKind kind, int longest, List<String> otherwise)
      implements Dependency {

    /** More values than this are as good as not known. */
    private static final int MOST = 1000;

    @Override
    public void tags(Parameters parameters, Consumer<String> tags) {
      List<String> texts = new ArrayList<>();
      boolean known = true;
      for (Operand operand : operands) {
        known &= operand.texts(parameters, kind, texts::add);
      }
      if (longest > 0) {
        known &= texts.stream().allMatch(text -> text.length() <= longest + 1);
      }
      if (!known || texts.size() > MOST) {
        otherwise.forEach(tags);
      } else {
        texts.forEach(text -> tags.accept(prefix + text));
      }
    }
  }
}
