package fucina.gateway.notice;

import fucina.gateway.notice.Letters.Letter;
import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** A letter as a MIME message with its calendar parts (RFC 6047); the same at each attempt. */
final class Envelope extends MimeMessage {
  private static final String UTF_8 = StandardCharsets.UTF_8.name();

  private final String id;

  private Envelope(Session session, String id) {
    super(session);
    this.id = id;
  }

  /**
   * A window for the reader's calendar.
   *
   * @param method what calendars are to do with it
   * @param text the iCalendar
   */
  record Invitation(String method, String text) {}

  /**
   * Puts a letter into its envelope.
   *
   * @param id becomes the Message-ID, with the domain of {@code from}
   * @param written when what it tells of happened
   */
  static MimeMessage of(
      Session session,
      String id,
      String from,
      InternetAddress to,
      Instant written,
      Letter letter,
      List<Invitation> invitations)
      throws MessagingException {
    Envelope message = new Envelope(session, "<" + id + from.substring(from.indexOf('@')) + ">");
    message.setFrom(new InternetAddress(from, true));
    message.setRecipient(Message.RecipientType.TO, to);
    message.setSubject(letter.subject(), UTF_8);
    message.setSentDate(Date.from(written));
    // Nobody's absence is to be answered to a machine (RFC 3834 §5).
    message.setHeader("Auto-Submitted", "auto-generated");
    if (invitations.isEmpty()) {
      message.setText(letter.text(), UTF_8);
    } else {
      message.setContent(parts(letter, invitations));
    }
    message.saveChanges();
    return message;
  }

  /** Text and first invitation say the same; of further machines each comes beside them. */
  private static MimeMultipart parts(Letter letter, List<Invitation> invitations)
      throws MessagingException {
    MimeBodyPart text = new MimeBodyPart();
    text.setText(letter.text(), UTF_8);
    MimeMultipart alternatives = new MimeMultipart("alternative", text, part(invitations.get(0)));
    if (invitations.size() == 1) {
      return alternatives;
    }
    MimeBodyPart first = new MimeBodyPart();
    first.setContent(alternatives);
    MimeMultipart all = new MimeMultipart("mixed", first);
    for (Invitation further : invitations.subList(1, invitations.size())) {
      all.addBodyPart(part(further));
    }
    return all;
  }

  private static MimeBodyPart part(Invitation invitation) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setDataHandler(
        new DataHandler(
            new ByteArrayDataSource(
                invitation.text().getBytes(StandardCharsets.UTF_8),
                "text/calendar; charset=UTF-8; method=" + invitation.method())));
    return part;
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", id);
  }
}
