/** What the pages in docs/ show: the examples, compiled and run, and the reference, generated. */
@NullMarked
package com.veetssuites.documentation;

import org.jspecify.annotations.NullMarked;
