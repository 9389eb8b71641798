/** Checksums, and the signatures made of them and a secret. */
@NullMarked
package com.veetssuites.platform.digest;

import org.jspecify.annotations.NullMarked;
