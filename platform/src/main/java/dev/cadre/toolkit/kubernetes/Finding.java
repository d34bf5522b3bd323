package dev.cadre.toolkit.kubernetes;

import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with a pod.
 *
 * @param problem its name in Kubernetes' own terms, such as ImagePullBackOff
 * @param container null when it is the pod as a whole
 * @param explanation what happened
 * @param remedy what to do about it
 * @param evidence what the cluster said; empty for nothing more than the problem itself
 */
record Finding(
    String problem,
    @Nullable String container,
    String explanation,
    String remedy,
    String evidence) {

  static Finding ofPod(String problem, String explanation, String remedy, String evidence) {
    return new Finding(problem, null, explanation, remedy, evidence);
  }
}
