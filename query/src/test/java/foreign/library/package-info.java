/**
 * A library that watches its statements: an application of somebody else, with this module alone.
 */
@NullMarked
package foreign.library;

import org.jspecify.annotations.NullMarked;
