/**
 * CV portfolios: one document a user, checked before it is stored, public only when they say so.
 */
@NullMarked
package com.veetssuites.platform.portfolio;

import org.jspecify.annotations.NullMarked;
