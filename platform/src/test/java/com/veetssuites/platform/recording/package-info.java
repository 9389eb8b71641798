/** Tests of the transfer of recordings, from servers that misbehave into real stores. */
@NullMarked
package com.veetssuites.platform.recording;

import org.jspecify.annotations.NullMarked;
