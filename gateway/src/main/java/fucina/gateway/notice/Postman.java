package fucina.gateway.notice;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands mail to the server (SMTP, RFC 5321), one connection a mail; blocks while the server
 * answers.
 */
final class Postman {
  private static final Logger LOG = LoggerFactory.getLogger(Postman.class);
  private static final String CONNECT_MILLIS = "10000";
  private static final String WRITE_MILLIS = "15000";

  /** The server may think about a whole mail for minutes (RFC 5321 §4.5.3.2); too soon is twice. */
  private static final String ANSWER_MILLIS = "60000";

  private final MailSettings settings;
  private final Session session;

  Postman(MailSettings settings) {
    this.settings = settings;
    this.session = Session.getInstance(properties(settings));
  }

  Session session() {
    return session;
  }

  MailSettings settings() {
    return settings;
  }

  /** Hands one over: taken once the server has said 250 to all of it. */
  Outcome send(MimeMessage message) {
    try {
      Address[] to = message.getAllRecipients();
      Transport server = session.getTransport("smtp");
      try {
        connect(server);
        server.sendMessage(message, to);
      } finally {
        leave(server);
      }
      return new Outcome.Taken();
    } catch (AddressException e) {
      return new Outcome.Never(words(e));
    } catch (SendFailedException e) {
      return refused(e);
    } catch (MessagingException | IOException e) {
      return new Outcome.Later(words(e));
    }
  }

  private void connect(Transport server) throws MessagingException, IOException {
    String password = null;
    if (settings.passwordFile().isPresent()) {
      password = Files.readString(settings.passwordFile().get()).strip();
    }
    server.connect(settings.host(), settings.port(), settings.username().orElse(null), password);
  }

  /** What comes after the mail was taken, or after it was not, changes nothing about that. */
  private static void leave(Transport server) {
    try {
      server.close();
    } catch (MessagingException e) {
      LOG.debug("the mail server did not take leave: {}", e.getMessage());
    }
  }

  /** An address the server will never know is not tried again (RFC 5321 §4.2.1). */
  private static Outcome refused(SendFailedException fault) {
    for (Exception next = fault; next instanceof MessagingException told; ) {
      if (told instanceof SMTPAddressFailedException address && address.getReturnCode() >= 500) {
        return new Outcome.Never(words(address));
      }
      next = told.getNextException();
    }
    return new Outcome.Later(words(fault));
  }

  /** The reasons in one line. */
  private static String words(Exception fault) {
    StringBuilder words = new StringBuilder();
    Exception each = fault;
    while (each != null) {
      words.append(words.isEmpty() ? "" : ": ").append(String.valueOf(each.getMessage()).strip());
      each = each instanceof MessagingException told ? told.getNextException() : null;
    }
    return words.toString().replaceAll("\\s+", " ");
  }

  private static Properties properties(MailSettings settings) {
    Properties properties = new Properties();
    properties.put("mail.smtp.connectiontimeout", CONNECT_MILLIS);
    properties.put("mail.smtp.timeout", ANSWER_MILLIS);
    properties.put("mail.smtp.writetimeout", WRITE_MILLIS);
    // The mail is taken before QUIT; nobody waits for the answer to that.
    properties.put("mail.smtp.quitwait", "false");
    properties.put("mail.smtp.from", settings.from());
    properties.put("mail.smtp.auth", String.valueOf(settings.username().isPresent()));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    switch (settings.tls()) {
      case NONE -> {}
      case STARTTLS -> {
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", "true");
      }
      case TLS -> properties.put("mail.smtp.ssl.enable", "true");
    }
    return properties;
  }
}
