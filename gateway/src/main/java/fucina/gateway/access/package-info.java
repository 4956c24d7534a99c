/**
 * People, their organisations and roles, and how they prove who they are: passwords, sign-ins, API
 * tokens, tickets. This room touches the scheduler's {@code Actor}, its database and audit,
 * Vert.x's PostgreSQL client and password4j. No machine, no booking and no HTTP ever enters, and no
 * secret leaves it but to the person it was made for.
 */
@NullMarked
package fucina.gateway.access;

import org.jspecify.annotations.NullMarked;
