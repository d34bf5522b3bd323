/**
 * A Kubernetes cluster: what runs, how many of it, and what is wrong with a pod. Guarantee: nothing
 * but the scale of a deployment is ever changed, within the operator's limits; a diagnosis says
 * what it was read from.
 */
@NullMarked
package dev.cadre.toolkit.kubernetes;

import org.jspecify.annotations.NullMarked;
