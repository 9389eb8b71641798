/** An HTTP response cache: answers ready to send, dropped when what they were made of changes. */
@NullMarked
package com.veetssuites.response;

import org.jspecify.annotations.NullMarked;
