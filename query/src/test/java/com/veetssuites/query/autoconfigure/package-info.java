/** What the module puts into an application. */
@NullMarked
package com.veetssuites.query.autoconfigure;

import org.jspecify.annotations.NullMarked;
