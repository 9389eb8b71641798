/** What the query module knows: statements by route and by text. */
@NullMarked
package com.veetssuites.monitor.query;

import org.jspecify.annotations.NullMarked;
