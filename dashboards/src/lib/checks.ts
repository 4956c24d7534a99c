import type { Precondition, Quality, Scalar, Session } from './api'

/** What a line of the check list says: a shape and a word, never only a colour. */
export type CheckWord = 'ok' | 'no' | 'stale' | 'unknown'

export interface Seen {
  value: Scalar | null
  time: number
  quality: Quality
}

/**
 * Whether a precondition looks met from here; the gateway decides at the moment of sending.
 *
 * @param fresh when the value was last known to hold: its own time, or later where its machine sends only what changes
 */
export function judge(condition: Precondition, seen: Seen | undefined, now: number, fresh: number): CheckWord {
  if (seen === undefined || seen.value === null) return 'unknown'
  if (seen.quality !== 'good') return 'stale'
  if (now - fresh > condition.maxAgeMs) return 'stale'
  return condition.in.includes(seen.value) ? 'ok' : 'no'
}

export interface SessionChecks {
  window: CheckWord
  operator: CheckWord
  consent: CheckWord
  link: CheckWord
}

/** What every command of a session needs, before its own preconditions. */
export function judgeSession(session: Session, person: string, now: number, carried: boolean): SessionChecks {
  const open = session.state === 'active' && now >= Date.parse(session.from) && now < Date.parse(session.to)
  return {
    window: open ? 'ok' : 'no',
    operator: session.operator?.id === person ? 'ok' : 'no',
    consent: session.consent === null ? 'no' : 'ok',
    link: carried ? 'ok' : 'no',
  }
}
