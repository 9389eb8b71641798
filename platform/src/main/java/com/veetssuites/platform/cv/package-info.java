/**
 * Reads a CV: the text of a document in, who somebody is and what they have done out. By rules and
 * word lists, so that the same text always gives the same answer; nothing is known of files,
 * portfolios or databases here.
 */
@NullMarked
package com.veetssuites.platform.cv;

import org.jspecify.annotations.NullMarked;
