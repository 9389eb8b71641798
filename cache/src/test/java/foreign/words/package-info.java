/** An application of somebody else that caches without a database. */
@NullMarked
package foreign.words;

import org.jspecify.annotations.NullMarked;
