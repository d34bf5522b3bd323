/** One port for every protocol: routes, bodies, streams, WebSockets, and the AWS rest-json wire. */
@NullMarked
package dev.cadre.http;

import org.jspecify.annotations.NullMarked;
