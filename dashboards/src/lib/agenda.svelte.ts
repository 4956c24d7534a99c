import type { List, Session } from './api'
import { Ask } from './ask.svelte'
import { clock } from './clock.svelte'
import { get } from './http'

/** The sessions this person may see: what runs, what comes, what was. */
class Agenda {
  readonly ask = new Ask(() => get<List<Session>>('/sessions?limit=200'))

  readonly all = $derived(this.ask.value?.items ?? [])
  readonly running = $derived(this.all.filter((session) => isRunning(session, clock.now)))
  readonly upcoming = $derived(
    this.all.filter((session) => isUpcoming(session, clock.now)).sort((a, b) => Date.parse(a.from) - Date.parse(b.from)),
  )
  readonly past = $derived(
    this.all.filter((session) => !isRunning(session, clock.now) && !isUpcoming(session, clock.now) && session.startedAt !== null),
  )
}

const isOver = (session: Session): boolean => session.state === 'ended' || session.state === 'quarantined'

export const isRunning = (session: Session, now: number): boolean =>
  !isOver(session) && Date.parse(session.from) <= now && now < Date.parse(session.to)

export const isUpcoming = (session: Session, now: number): boolean => !isOver(session) && now < Date.parse(session.from)

/** A session that is over with the end it had, where that came before its window's. */
export const asItWas = (session: Session): Session =>
  session.endedAt !== null && Date.parse(session.endedAt) < Date.parse(session.to) ? { ...session, to: session.endedAt } : session

export const agenda = new Agenda()
