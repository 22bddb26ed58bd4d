package io.rollcall.call;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The certificates that are trusted: the JDK's, and a company's own where a file of them is given. */
final class TrustedCertificates {

    private TrustedCertificates() {}

    /** @param caFile certificates in PEM form */
    static SSLContext context(Optional<Path> caFile) {
        try {
            var context = SSLContext.getInstance("TLS");
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(caFile.isPresent() ? withJdks(caFile.get()) : null);
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(
                    "The certificates in " + caFile.map(Path::toString).orElse("the JDK")
                            + " (rollcall.http.ca-file) can't be read as PEM: " + e.getMessage(),
                    e);
        }
    }

    private static KeyStore withJdks(Path caFile) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        var jdks = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        jdks.init((KeyStore) null);
        var number = 0;
        for (var manager : jdks.getTrustManagers()) {
            for (var certificate : ((X509TrustManager) manager).getAcceptedIssuers()) {
                store.setCertificateEntry("jdk-" + number++, certificate);
            }
        }
        try (var pem = Files.newInputStream(caFile)) {
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("own-" + number++, certificate);
            }
        }
        return store;
    }
}
