/** Where the two values of each bucket go: minimum and maximum in the order in which they came. */
export interface Grid {
  from: number
  bucketMs: number
  /** One entry for each half bucket; null where nothing is known. */
  y: (number | null)[]
}

/** A stretch in which nothing was heard, in epoch milliseconds. */
export type Silence = readonly [from: number, to: number]

/** The newest samples of one signal, in two arrays that never grow. */
export class Ring {
  private readonly times: Float64Array
  private readonly values: Float64Array
  private head = 0
  size = 0

  constructor(readonly capacity: number) {
    this.times = new Float64Array(capacity)
    this.values = new Float64Array(capacity)
  }

  /**
   * Appends; what is older than the newest is left out, for curves run forward only. Two values of one millisecond stand a
   * microsecond apart, so that neither a peak nor what holds after it is lost; the same one said again is left out.
   */
  push(time: number, value: number): void {
    if (this.size > 0 && time <= this.newestTime) {
      if (time < Math.floor(this.newestTime) || value === this.valueAt(this.size - 1)) return
      time = this.newestTime + 0.001
    }
    this.times[this.head] = time
    this.values[this.head] = value
    this.head = (this.head + 1) % this.capacity
    if (this.size < this.capacity) this.size++
  }

  clear(): void {
    this.head = 0
    this.size = 0
  }

  get newestTime(): number {
    return this.size === 0 ? Number.NEGATIVE_INFINITY : this.timeAt(this.size - 1)
  }

  /** Time of the i-th oldest sample. */
  timeAt(i: number): number {
    return this.times[this.slot(i)]!
  }

  valueAt(i: number): number {
    return this.values[this.slot(i)]!
  }

  /** How many samples are older than a time. */
  countBefore(time: number): number {
    let low = 0
    let high = this.size
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.timeAt(middle) < time) low = middle + 1
      else high = middle
    }
    return low
  }

  /**
   * Fills a grid: minimum and maximum of each bucket, and where nothing new came the last value again, because machines
   * send only what changes. Nothing is drawn in a silence, nor after `until`.
   */
  fill(grid: Grid, until: number, silences: readonly Silence[] = []): void {
    let i = this.countBefore(grid.from)
    let carried: number | null = i > 0 ? this.valueAt(i - 1) : null
    for (let bucket = 0; bucket * 2 < grid.y.length; bucket++) {
      const start = grid.from + bucket * grid.bucketMs
      const end = start + grid.bucketMs
      const first = i
      let low = first
      let high = first
      while (i < this.size && this.timeAt(i) < end) {
        if (this.valueAt(i) < this.valueAt(low)) low = i
        if (this.valueAt(i) > this.valueAt(high)) high = i
        i++
      }
      if (i > first) {
        carried = this.valueAt(i - 1)
        this.put(grid, bucket, this.valueAt(Math.min(low, high)), this.valueAt(Math.max(low, high)))
      } else {
        const held = start > until || isSilent(start, end, silences) ? null : carried
        this.put(grid, bucket, held, held)
      }
    }
  }

  /** Smallest, largest and mean of the samples since a time; undefined where there are none. */
  summary(since: number): { minimum: number; maximum: number; mean: number; count: number } | undefined {
    const first = this.countBefore(since)
    const count = this.size - first
    if (count === 0) return undefined
    let minimum = Number.POSITIVE_INFINITY
    let maximum = Number.NEGATIVE_INFINITY
    let sum = 0
    for (let i = first; i < this.size; i++) {
      const value = this.valueAt(i)
      minimum = Math.min(minimum, value)
      maximum = Math.max(maximum, value)
      sum += value
    }
    return { minimum, maximum, mean: sum / count, count }
  }

  /** The value in force at a time. */
  at(time: number): number | undefined {
    const i = this.countBefore(time + 1)
    return i === 0 ? undefined : this.valueAt(i - 1)
  }

  private put(grid: Grid, bucket: number, first: number | null, second: number | null): void {
    grid.y[bucket * 2] = first
    grid.y[bucket * 2 + 1] = second
  }

  private slot(i: number): number {
    return (this.head - this.size + i + this.capacity) % this.capacity
  }
}

const isSilent = (start: number, end: number, silences: readonly Silence[]): boolean =>
  silences.some(([from, to]) => start < to && end > from)
