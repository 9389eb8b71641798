/** Tests of guarded downloads, on servers that misbehave as they are told. */
@NullMarked
package com.veetssuites.platform.download;

import org.jspecify.annotations.NullMarked;
