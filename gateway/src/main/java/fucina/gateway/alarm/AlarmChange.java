package fucina.gateway.alarm;

import fucina.scheduler.AuditEntry;
import java.util.Optional;

/**
 * One change of one alarm.
 *
 * @param number grows with every change of any alarm while the process runs
 * @param now the alarm after it
 * @param lasting whether it is to be written down; a mere doubt is not
 * @param told what the audit says of it; empty where nobody did it
 */
public record AlarmChange(
    long number, Occurrence now, boolean lasting, Optional<AuditEntry> told) {}
