// Where things lie in the calendar of machines: whole days of the lab's zone, as long as they are there, drawn to one scale.
import { instantOf, localDate } from './time'

const dayMs = 86_400_000
const hourMs = 3_600_000

export interface Day {
  /** As form fields write it, such as 2026-11-22. */
  date: string
  from: number
  to: number
}

/** How finely a day or a week is drawn: pixels of an hour; minutes between labels, between lines, and a drag snaps to at least. */
export const scales = { day: { px: 56, label: 60, slot: 30, snap: 5 }, week: { px: 12, label: 360, slot: 120, snap: 30 } }

export type Scale = (typeof scales)['day']

/** The day an instant lies in, or its week from Monday on. */
export function daysOf(at: number, week: boolean, zone: string): Day[] {
  const own = Date.parse(localDate(at, zone))
  const first = week ? own - ((new Date(own).getUTCDay() + 6) % 7) * dayMs : own
  const date = (n: number) => new Date(first + n * dayMs).toISOString().slice(0, 10)
  return Array.from({ length: week ? 7 : 1 }, (_, i) => ({
    date: date(i),
    from: instantOf(date(i), '00:00', zone),
    to: instantOf(date(i + 1), '00:00', zone),
  }))
}

/** Pixels of a length of time. */
export const wide = (ms: number, { px }: Scale): number => (ms / hourMs) * px

/** The labels over a day; the last is narrower where the day is not a multiple of their distance. */
export function labelsOf({ from, to }: Day, scale: Scale): { at: number; width: number }[] {
  const step = scale.label * 60_000
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, i) => {
    const at = from + i * step
    return { at, width: wide(Math.min(step, to - at), scale) }
  })
}

/** A span cut to what is shown; undefined where nothing of it is. */
export function cut<T extends { from: number; to: number }>(one: T, shown: { from: number; to: number }): T | undefined {
  const from = Math.max(one.from, shown.from)
  const to = Math.min(one.to, shown.to)
  return from < to ? { ...one, from, to } : undefined
}

/** The line each span stands in: the first in which nothing before it still runs. */
export function linesOf(spans: readonly { from: number; to: number }[]): number[] {
  const ends: number[] = []
  const lines = new Map<object, number>()
  for (const span of [...spans].sort((a, b) => a.from - b.from || b.to - a.to)) {
    const free = ends.findIndex((end) => end <= span.from)
    const line = free < 0 ? ends.length : free
    ends[line] = span.to
    lines.set(span, line)
  }
  return spans.map((span) => lines.get(span)!)
}

/** What a drag between two places of a row proposes, in pixels from the first day's begin: whole steps, both ends' included. */
export function dragged(a: number, b: number, begin: number, scale: Scale, stepMinutes: number): { from: number; to: number } {
  const step = stepMinutes * 60_000
  const slot = (x: number) => Math.floor(((x / scale.px) * hourMs) / step)
  return { from: begin + slot(Math.min(a, b)) * step, to: begin + (slot(Math.max(a, b)) + 1) * step }
}
