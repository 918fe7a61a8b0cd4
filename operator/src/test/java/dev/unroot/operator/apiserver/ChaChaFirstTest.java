package dev.unroot.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

class ChaChaFirstTest {
  @Test
  void whatIsQuickComesFirstAndTheRestInItsOrder() {
    assertThat(
            ChaChaFirst.ordered(
                List.of(
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_RSA_WITH_AES_128_GCM_SHA256")))
        .containsExactly(
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_RSA_WITH_AES_128_GCM_SHA256");
  }

  @Test
  void everythingThatJavaOffersIsOffered() throws NoSuchAlgorithmException {
    HttpClient.Builder builder = HttpClient.newBuilder();

    new ChaChaFirst(List.of("TLSv1.3", "TLSv1.2")).additionalConfig(builder);

    SSLParameters offered = builder.build().sslParameters();
    assertThat(offered.getProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
    assertThat(offered.getCipherSuites())
        .startsWith("TLS_CHACHA20_POLY1305_SHA256")
        .containsExactlyInAnyOrder(
            SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
  }
}
