/** A library that is watched: an application of somebody else, with this module alone. */
@NullMarked
package foreign.library;

import org.jspecify.annotations.NullMarked;
