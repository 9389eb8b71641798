package com.veetssuites.response;

import java.util.Set;
import org.springframework.web.method.HandlerMethod;

/**
 * Query parameters that a handler reads in ways of the application's own, such as an argument
 * resolver. A bean of this type tells them to the response cache once, at start-up.
 */
@FunctionalInterface
public interface ViewParameters {

  /** The names that the arguments of this handler are made of; empty when it has none of these. */
  Set<String> of(HandlerMethod handler);
}
