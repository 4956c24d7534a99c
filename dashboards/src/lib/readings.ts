import type { Instant, Quality, Scalar } from './api'

export interface Reading {
  signal: string
  t: Instant
  sourceTime: Instant
  value: Scalar | null
  quality: Quality
}

/** [t, min, tMin, max, tMax, mean, last, count], instants in epoch milliseconds. */
export type Bucket = [
  number,
  number | null,
  number | null,
  number | null,
  number | null,
  number | null,
  Scalar | null,
  number,
]

export interface Gap {
  signal?: string
  from: Instant
  to: Instant
  reason: string
}

/** From, to, value, quality, and how many changes it hides. */
export type StateSpan = [from: number, to: number, value: Scalar | null, quality: Quality, changes: number]

/** What a signal did in the whole span: a value holds until the next one, from what held before; gaps and bad values are left out. */
export interface SpanFigures {
  readings: number
  min: number | null
  max: number | null
  /** Of the readings, each counted once. */
  mean: number | null
  /** By how long each value held. */
  timeMean: number | null
  last: number | boolean | string | null
  lastAt: Instant | null
}

export interface Telemetry {
  from: Instant
  to: Instant
  bucketMs: number
  signals: { signal: string; unit: string | null; before?: Reading | null; beforeGap?: boolean; figures?: SpanFigures; buckets: Bucket[]; quality?: Quality[]; spans?: StateSpan[]; gaps: Gap[] }[]
}
