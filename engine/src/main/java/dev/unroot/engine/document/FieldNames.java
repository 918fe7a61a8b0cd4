package dev.unroot.engine.document;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One text for each field name that manifests are full of. Half of the memory of a manifest would
 * be the names of its fields, most of them the same few in every manifest.
 */
final class FieldNames {
  private static final Map<String, String> KNOWN =
      Arrays.stream(
              """
              apiVersion kind metadata name namespace labels annotations spec
              replicas selector matchLabels matchExpressions strategy type template
              serviceName volumeClaimTemplates updateStrategy schedule jobTemplate
              containers initContainers image imagePullPolicy command args workingDir
              env value valueFrom envFrom fieldRef fieldPath configMapKeyRef secretKeyRef key optional
              ports containerPort hostPort protocol port targetPort
              resources requests limits cpu memory storage
              volumeMounts mountPath subPath readOnly volumes emptyDir medium sizeLimit hostPath path
              configMap secret secretName items defaultMode projected sources persistentVolumeClaim
              claimName accessModes storageClassName
              securityContext runAsUser runAsGroup runAsNonRoot fsGroup supplementalGroups privileged
              allowPrivilegeEscalation readOnlyRootFilesystem capabilities add drop seccompProfile
              seLinuxOptions sysctls procMount hostNetwork hostPID hostIPC hostUsers
              livenessProbe readinessProbe startupProbe httpGet tcpSocket exec grpc scheme host
              initialDelaySeconds periodSeconds timeoutSeconds failureThreshold successThreshold
              lifecycle preStop postStart terminationGracePeriodSeconds restartPolicy
              serviceAccountName serviceAccount automountServiceAccountToken nodeSelector tolerations
              affinity podAntiAffinity operator values topologyKey weight effect
              app role tier component version app.kubernetes.io/name app.kubernetes.io/component
              app.kubernetes.io/instance app.kubernetes.io/part-of
              """
                  .split("\\s+"))
          .map(String::intern) // the same texts as those that the engine asks for
          .collect(Collectors.toUnmodifiableMap(Function.identity(), Function.identity()));

  private FieldNames() {}

  /** {@code name}, as the one text that all readers share where it is a common one. */
  static String shared(String name) {
    return KNOWN.getOrDefault(name, name);
  }
}
