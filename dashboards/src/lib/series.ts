import type { Instant, Refusal } from './api'
import { post } from './http'

/** One window of a series: its booking, or why there is none. */
export interface Occurrence {
  at: Instant
  from: Instant
  to: Instant
  state: string
  booking: string | null
  refusals: Refusal[]
}

export interface Series {
  id: string | null
  occurrences: Occurrence[]
}

/** How a window is to come back: a rule of RFC 5545 without its end, and how often. */
export interface Repetition {
  rule: string
  times: number | null
}

export const timesAreGood = ({ rule, times }: Repetition): boolean => rule === '' || (times !== null && Number.isInteger(times) && times >= 2 && times <= 100)

/** Books a window that comes back: all of it, or what can be had. */
export const bookSeries = (window: object, { rule, times }: Repetition, mode: 'whole' | 'report', key: string): Promise<Series> =>
  post<Series>('/series', { ...window, rrule: `${rule};COUNT=${times}`, mode }, { 'idempotency-key': key })

export const missing = (occurrences: Occurrence[]): Occurrence[] => occurrences.filter(({ state }) => state === 'refused')
