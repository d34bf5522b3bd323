/** An agent that says what it was told. */
@NullMarked
package echo;

import org.jspecify.annotations.NullMarked;
