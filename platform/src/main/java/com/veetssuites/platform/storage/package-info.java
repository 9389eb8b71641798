/** Files by key, and the signed links that let somebody fetch one of them for a while. */
@NullMarked
package com.veetssuites.platform.storage;

import org.jspecify.annotations.NullMarked;
