import type { Instant, Named } from './api'
import { instantOf, localDate } from './time'

/** What became of a group's time; minutes, and shares of what was open. */
export interface Figures {
  openMinutes: number
  bookedMinutes: number
  usedMinutes: number
  idleMinutes: number
  utilisation: number | null
  effective: number | null
  leadMedianMinutes: number | null
  leadP90Minutes: number | null
  bookings: number
  /** How many bookings, by state. */
  states: Record<string, number>
}

export type Grouping = 'machine' | 'centre' | 'organisation'

export interface Utilisation {
  from: Instant
  to: Instant
  by: Grouping
  total: Figures
  items: (Figures & { group: Named })[]
}

/** The month an instant lies in and those before it, as 2026-11, the newest first. */
export function monthsUntil(at: number, many: number, zone: string): string[] {
  const [year, month] = localDate(at, zone).split('-').map(Number) as [number, number]
  return Array.from({ length: many }, (_, i) => new Date(Date.UTC(year, month - 1 - i)).toISOString().slice(0, 7))
}

/** A month of a zone's wall clock; the present one ends now. */
export function spanOf(month: string, now: number, zone: string): { from: string; to: string } {
  const [year, number] = month.split('-').map(Number) as [number, number]
  const next = new Date(Date.UTC(year, number)).toISOString().slice(0, 7)
  const edge = (of: string) => instantOf(`${of}-01`, '00:00', zone)
  const from = edge(month)
  return { from: new Date(from).toISOString(), to: new Date(Math.min(edge(next), Math.max(now, from + 60_000))).toISOString() }
}
