/** The resource that docs/getting-started.md adds to the platform: reviews of courses. */
@NullMarked
package com.veetssuites.documentation.review;

import org.jspecify.annotations.NullMarked;
