/** The response cache in front of real servers, and what it must never do. */
@NullMarked
package com.veetssuites.response;

import org.jspecify.annotations.NullMarked;
