package dev.unroot.engine.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Volumes of every type, each with as little as the API server takes. */
final class VolumeVariations {
  static final List<Variation> ALL =
      List.of(VolumeVariations::allowed, VolumeVariations::any, VolumeVariations::hostPath);

  private static final List<Map<String, Object>> ALLOWED =
      List.of(
          Map.of(),
          nothingAt("hostPath"),
          nothingAt("emptyDir"),
          type("emptyDir", Map.of()),
          type("configMap", Map.of("name", "settings")),
          type("secret", Map.of("secretName", "password")),
          type("persistentVolumeClaim", Map.of("claimName", "data")),
          type("projected", Map.of("sources", List.of(type("secret", Map.of("name", "password"))))),
          type("downwardAPI", Map.of("items", List.of(downward()))),
          type("csi", Map.of("driver", "csi.example.com")),
          type("image", Map.of("reference", "shop.example/assets:1")),
          type("ephemeral", Map.of("volumeClaimTemplate", Map.of("spec", claim()))));

  private static final Map<String, Object> HOST_PATH = type("hostPath", Map.of("path", "/var/log"));

  private static final List<Map<String, Object>> FORBIDDEN =
      List.of(
          HOST_PATH,
          type("gcePersistentDisk", Map.of("pdName", "disk")),
          type("awsElasticBlockStore", Map.of("volumeID", "vol-1")),
          type("gitRepo", Map.of("repository", "https://git.example/site.git")),
          type("nfs", Map.of("server", "nfs.example", "path", "/data")),
          type(
              "iscsi",
              Map.of(
                  "targetPortal", "10.0.0.1:3260", "iqn", "iqn.2001-04.com.example:a", "lun", 0L)),
          type("glusterfs", Map.of("endpoints", "gluster", "path", "data")),
          type("rbd", Map.of("monitors", List.of("10.0.0.1:6789"), "image", "data")),
          type("flexVolume", Map.of("driver", "example.com/driver")),
          type("cinder", Map.of("volumeID", "vol-1")),
          type("cephfs", Map.of("monitors", List.of("10.0.0.1:6789"))),
          type("flocker", Map.of("datasetName", "data")),
          type("fc", Map.of("targetWWNs", List.of("500a0982991b8dc5"), "lun", 2L)),
          type("azureFile", Map.of("secretName", "azure", "shareName", "data")),
          type(
              "azureDisk", Map.of("diskName", "data.vhd", "diskURI", "https://disk.example/d.vhd")),
          type("vsphereVolume", Map.of("volumePath", "[store] data")),
          type("quobyte", Map.of("registry", "registry.example:7861", "volume", "data")),
          type("photonPersistentDisk", Map.of("pdID", "disk")),
          type("portworxVolume", Map.of("volumeID", "vol-1")),
          type(
              "scaleIO",
              Map.of(
                  "gateway",
                  "https://gateway.example",
                  "system",
                  "scaleio",
                  "volumeName",
                  "data",
                  "secretRef",
                  Map.of("name", "scaleio"))),
          type("storageos", Map.of("volumeName", "data")));

  private VolumeVariations() {}

  private static void allowed(Draft pod, Chance chance) {
    add(pod, chance.of(ALLOWED));
  }

  private static void any(Draft pod, Chance chance) {
    add(pod, chance.of(ALLOWED));
    add(pod, chance.of(FORBIDDEN));
  }

  private static void hostPath(Draft pod, Chance chance) {
    if (chance.oneIn(2)) {
      add(pod, HOST_PATH);
    }
  }

  private static void add(Draft pod, Map<String, Object> type) {
    List<Map<String, Object>> volumes = new ArrayList<>(Draft.list(pod.spec(), "volumes"));
    Map<String, Object> volume = Draft.object("name", "volume-" + volumes.size());
    volume.putAll(type);
    volumes.add(volume);
    pod.spec().put("volumes", volumes);
  }

  /** A volume of one type, its fields in a fixed order. */
  private static Map<String, Object> type(String name, Map<String, Object> fields) {
    return Draft.object(name, new TreeMap<>(fields));
  }

  private static Map<String, Object> nothingAt(String name) {
    return Draft.object(name, null);
  }

  private static Map<String, Object> downward() {
    return Draft.object("path", "name", "fieldRef", Draft.object("fieldPath", "metadata.name"));
  }

  private static Map<String, Object> claim() {
    return Draft.object(
        "accessModes",
        List.of("ReadWriteOnce"),
        "resources",
        Draft.object("requests", Draft.object("storage", "1Gi")));
  }
}
