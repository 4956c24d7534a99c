package fucina.gateway.link.opcua;

import fucina.gateway.link.TrustedCertificates;
import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.jspecify.annotations.Nullable;

/**
 * Trusts exactly the certificates a technician said yes to. Machines' certificates are self-signed,
 * name a host nobody resolves and expire unseen, so being that very certificate is the whole test;
 * the secure channel proves possession of its key.
 *
 * @param machine whose certificate it must be
 */
record PinnedTrust(TrustedCertificates trust, String machine) implements CertificateValidator {

  @Override
  public void validateCertificateChain(
      List<X509Certificate> chain,
      @Nullable String applicationUri,
      @Nullable String @Nullable [] validHostnames)
      throws UaException {
    if (chain.isEmpty() || !trust.trusted(machine, chain.get(0))) {
      throw new UaException(StatusCodes.Bad_CertificateUntrusted, "nobody trusts it yet");
    }
  }
}
