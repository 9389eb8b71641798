package com.veetssuites.cache.jdbc;

import java.util.List;
import net.ttddyy.dsproxy.proxy.ParameterSetOperation;
import org.jspecify.annotations.Nullable;

/** One set of parameters of a statement. */
interface Parameters {

  /** What stands for a value that is not known. */
  Object UNKNOWN = new Object();

  /** No parameters. */
  Parameters NONE = index -> UNKNOWN;

  /** The value of this parameter, counted from 1; null when it is NULL. */
  @Nullable Object value(int index);

  /** As they were set. */
  static Parameters of(List<ParameterSetOperation> operations) {
    return index -> {
      for (ParameterSetOperation operation : operations) {
        Object[] args = operation.getArgs();
        if (args != null && args.length > 1 && args[0] instanceof Integer at && at == index) {
          return ParameterSetOperation.isSetNullParameterOperation(operation) ? null : args[1];
        }
      }
      return UNKNOWN;
    };
  }
}
