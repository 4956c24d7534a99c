import type { Machine, Session } from './api'
import type { Standing } from './machines.svelte'

/** Why a machine of a lab is to be looked at: somebody waits for a consent, or it is in trouble. */
export type Attention = 'consent' | 'trouble'

/** What a machine wants of its technician just now; undefined where it wants nothing. */
export function attentionOf(machine: Machine, { state, link }: Standing, session: Session | undefined): Attention | undefined {
  if (session && machine.end && !session.consent) return 'consent'
  return state === 'fault' || (link !== 'online' && link !== 'connecting') ? 'trouble' : undefined
}

/** By name, whatever happens to the machines: beside each stands a button that stops it, which must not move under a hand. */
export const inPlace = (machines: Machine[]): Machine[] =>
  [...machines].sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }) || a.id.localeCompare(b.id))
