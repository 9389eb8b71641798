/** What the response cache adds to an application, and when it keeps out. */
@NullMarked
package com.veetssuites.response.autoconfigure;

import org.jspecify.annotations.NullMarked;
