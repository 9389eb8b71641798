/**
 * Downloads from URLs that others gave: to public addresses of allowed hosts only, at every
 * redirect anew, and connected to the very address that was checked.
 */
@NullMarked
package com.veetssuites.platform.download;

import org.jspecify.annotations.NullMarked;
