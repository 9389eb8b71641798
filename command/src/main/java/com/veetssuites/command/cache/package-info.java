/** {@code veets warm-cache}: has a server fill its cache before anybody asks. */
@NullMarked
package com.veetssuites.command.cache;

import org.jspecify.annotations.NullMarked;
