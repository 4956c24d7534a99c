import type { Occupied } from './api'

/** Why a machine cannot be worked now, and until when; `to` is undefined where that is beyond what was asked. */
export interface Busy {
  kind: 'booked' | 'closed' | 'upkeep'
  to: number | undefined
}

/** What stands in the way now: what touches without a break counts as one; the first of it gives the word. */
export function busyNow(items: Occupied[], now: number, until: number): Busy | undefined {
  const sorted = items.map((one) => ({ ...one, begin: Date.parse(one.from), end: Date.parse(one.to) })).sort((a, b) => a.begin - b.begin)
  const first = sorted.find((one) => one.begin <= now && one.end > now)
  if (!first) return undefined
  let end = first.end
  for (const one of sorted) if (one.begin <= end && one.end > end) end = one.end
  return { kind: first.kind === 'closed' || first.kind === 'upkeep' ? first.kind : 'booked', to: end >= until ? undefined : end }
}
