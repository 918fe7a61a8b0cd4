# The operator's image. It takes the jar as Maven made it, so that what was tested is what is shipped:
#
#   mvn --projects operator --also-make package
#   docker build --tag unroot-operator .
#
# Nothing in it is writable or needs to be: it runs with a read-only root file system.
ARG RUNTIME_BASE=eclipse-temurin:25-jre
FROM ${RUNTIME_BASE}

LABEL org.opencontainers.image.title="unroot-operator" \
      org.opencontainers.image.description="A Kubernetes operator for de-privileging migrations" \
      org.opencontainers.image.licenses="Apache-2.0"

# Dependencies first: they change least.
COPY operator/target/lib/ /app/lib/
COPY operator/target/unroot-operator.jar /app/

# Numeric, so that runAsNonRoot can be judged without the image's user database.
USER 65532:65532

# Out of memory ends the process, so that the kubelet starts a sound one; performance data would need a writable /tmp.
# It works hard for a minute and then waits: compiling for speed would cost more time than it ever gave back, and
# collecting in parallel more memory (benchmarks/scale).
ENTRYPOINT ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=60", \
            "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData", "-jar", "/app/unroot-operator.jar"]
