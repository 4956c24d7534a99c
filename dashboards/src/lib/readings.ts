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

export interface Telemetry {
  from: Instant
  to: Instant
  bucketMs: number
  signals: { signal: string; unit: string | null; before?: Reading | null; buckets: Bucket[]; quality?: Quality[]; spans?: StateSpan[]; gaps: Gap[] }[]
}
