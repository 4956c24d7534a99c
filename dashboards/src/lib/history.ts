import type { Session } from './api'
import type { Bucket, Gap, Telemetry } from './readings'

export interface Columns {
  times: number[]
  /** For each signal three columns: maximum, minimum, mean. */
  series: (number | null)[][]
}

/** From an instant on a signal is known so, or not known at all; until the next point. */
interface Point {
  at: number
  known: readonly [maximum: number, minimum: number, mean: number] | null
}

type Series = Telemetry['signals'][number]

/**
 * Several signals on one time axis, to be drawn in steps: machines send what changes, so a value holds until the next one,
 * from what held before the span to its end; from a gap or a bad value on nothing is known until the next good one.
 */
export function bands(telemetry: Telemetry, names: string[]): Columns {
  const lines = names.map((name) => line(telemetry, name))
  const times = [...new Set(lines.flatMap((points) => points.map((point) => point.at)))].sort((a, b) => a - b)
  const series = lines.flatMap((points) => {
    const columns = [0, 1, 2].map(() => new Array<number | null>(times.length).fill(null))
    let next = 0
    let known: Point['known'] = null
    times.forEach((time, i) => {
      while (next < points.length && points[next]!.at <= time) known = points[next++]!.known
      columns.forEach((column, k) => (column[i] = known?.[k] ?? null))
    })
    return columns
  })
  return { times, series }
}

const seriesOf = (telemetry: Telemetry, name: string): Series | undefined => telemetry.signals.find((one) => one.signal === name)

/** What was known of one signal, in order of time, from the span's beginning to its end. */
function line(telemetry: Telemetry, name: string): Point[] {
  const one = seriesOf(telemetry, name)
  if (!one) return []
  const from = Date.parse(telemetry.from)
  const to = Date.parse(telemetry.to)
  const gaps = one.gaps.map((gap) => [Date.parse(gap.from), Date.parse(gap.to)] as const)
  const silent = (at: number): boolean => gaps.some(([begin, end]) => at >= begin && at < end)
  const points: Point[] = []
  const held = heldBefore(telemetry, name)
  if (held !== undefined && !silent(from)) points.push({ at: from, known: [held, held, held] })
  one.buckets.forEach((bucket, i) => points.push(...ofBucket(bucket, telemetry.bucketMs, one.buckets[i + 1]?.[0] ?? to, silent)))
  if (points.length === 0) return []
  const breaks = gaps.map(([at]): Point => ({ at: Math.max(at, from), known: null }))
  const whole = [...points, ...breaks].sort((a, b) => a.at - b.at || Number(b.known === null) - Number(a.known === null))
  const last = whole.at(-1)!
  return last.at < to ? [...whole, { at: to, known: last.known }] : whole
}

/** A bucket from its start, or from its one reading; and what its last reading leaves until the next bucket. */
function ofBucket([start, minimum, minimumAt, maximum, , mean, last, count]: Bucket, width: number, next: number, silent: (at: number) => boolean): Point[] {
  if (minimum === null || maximum === null || mean === null) return [{ at: start, known: null }]
  const point: Point = { at: count === 1 ? (minimumAt ?? start) : start, known: [maximum, minimum, mean] }
  const end = start + width
  if (end >= next) return [point]
  // The last reading of a bucket may be a bad one, which has no part in its minimum and maximum.
  // Nor does it hold on into a gap.
  const good = !silent(end) && typeof last === 'number' && last >= minimum && last <= maximum
  return [point, { at: end, known: good ? [last, last, last] : null }]
}

/** The number that held when the span began; undefined where none did, or a gap lies between. */
function heldBefore(telemetry: Telemetry, name: string): number | undefined {
  const one = seriesOf(telemetry, name)
  const before = one?.beforeGap ? null : one?.before
  return before && before.quality !== 'bad' && typeof before.value === 'number' ? before.value : undefined
}

/** Where a signal said nothing in the span: what it had said before, and when. */
export function unchanged(telemetry: Telemetry, name: string): { value: number; since: number } | undefined {
  const value = heldBefore(telemetry, name)
  const one = seriesOf(telemetry, name)
  return value !== undefined && one?.before && one.buckets.length === 0 ? { value, since: Date.parse(one.before.t) } : undefined
}

export interface Span {
  from: number
  to: number
  reasons: string[]
}

/** Gaps as stretches of time, each once however many signals it touched. */
export function gapSpans(gaps: Gap[]): Span[] {
  const spans: Span[] = []
  const sorted = gaps.map((gap) => ({ from: Date.parse(gap.from), to: Date.parse(gap.to), reason: gap.reason })).sort((a, b) => a.from - b.from)
  for (const { from, to, reason } of sorted) {
    const open = spans.at(-1)
    if (open && from <= open.to) {
      open.to = Math.max(open.to, to)
      if (!open.reasons.includes(reason)) open.reasons.push(reason)
    } else spans.push({ from, to, reasons: [reason] })
  }
  return spans
}

/** A stretch of a session; `first` and `after` are its bounds to the microsecond, where it is the whole one. */
export interface Recorded {
  from: number
  to: number
  first?: string
  after?: string
}

/** What a session's sealed dataset covers: from its actual start to its actual end, or its window's where that is earlier. */
export function recordedSpan({ from, to, startedAt, endedAt }: Pick<Session, 'from' | 'to' | 'startedAt' | 'endedAt'>): Recorded {
  const first = startedAt ?? from
  const after = endedAt !== null && Date.parse(endedAt) < Date.parse(to) ? endedAt : to
  return { from: Date.parse(first), to: Date.parse(after), first, after }
}
