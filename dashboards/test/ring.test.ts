import { describe, expect, it } from 'vitest'
import { Ring, type Grid } from '../src/live/ring'

const gridOf = (from: number, buckets: number, bucketMs: number): Grid => ({
  from,
  bucketMs,
  y: new Array<number | null>(buckets * 2).fill(null),
})

const ringOf = (capacity: number, ...samples: [number, number][]): Ring => {
  const ring = new Ring(capacity)
  for (const [time, value] of samples) ring.push(time, value)
  return ring
}

describe('a ring', () => {
  it('keeps the newest and never grows', () => {
    const ring = ringOf(3, [1, 10], [2, 20], [3, 30], [4, 40], [5, 50])
    expect(ring.size).toBe(3)
    expect([0, 1, 2].map((i) => [ring.timeAt(i), ring.valueAt(i)])).toEqual([
      [3, 30],
      [4, 40],
      [5, 50],
    ])
  })

  it('leaves out what is older than the newest, or said twice', () => {
    const ring = ringOf(4, [10, 1], [9, 2], [10, 1], [11, 4])
    expect(ring.size).toBe(2)
    expect(ring.at(10)).toBe(1)
    expect(ring.at(11)).toBe(4)
  })

  it('keeps both values of one millisecond in their order, so that a peak is drawn and does not stay', () => {
    const ring = ringOf(4, [10, 1], [11, 99], [11, 2])
    expect(ring.at(11)).toBe(2)
    const grid = gridOf(0, 2, 10)
    ring.fill(grid, 20)
    expect(grid.y.slice(2)).toEqual([1, 99])
  })

  it('knows the value in force at a time, and none before the first', () => {
    const ring = ringOf(4, [10, 1], [20, 2])
    expect(ring.at(9)).toBeUndefined()
    expect(ring.at(15)).toBe(1)
    expect(ring.at(99)).toBe(2)
  })

  it('draws the extremes of a bucket in the order in which they came', () => {
    const grid = gridOf(0, 1, 100)
    ringOf(8, [0, 5], [10, 9], [20, 1], [30, 6]).fill(grid, 1000)
    expect(grid.y).toEqual([9, 1])
  })

  it('holds the last value where nothing new came, up to now', () => {
    const grid = gridOf(0, 4, 100)
    ringOf(8, [10, 7]).fill(grid, 250)
    expect(grid.y).toEqual([7, 7, 7, 7, 7, 7, null, null])
  })

  it('carries the value from before the grid into it', () => {
    const grid = gridOf(100, 1, 100)
    ringOf(8, [10, 7]).fill(grid, 1000)
    expect(grid.y).toEqual([7, 7])
  })

  it('draws nothing in a silence', () => {
    const grid = gridOf(0, 3, 100)
    ringOf(8, [10, 7], [210, 8]).fill(grid, 1000, [[110, 190]])
    expect(grid.y).toEqual([7, 7, null, null, 8, 8])
  })

  it('agrees with a plain list, whatever comes', () => {
    let seed = 20261122
    const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648
    for (let round = 0; round < 50; round++) {
      const capacity = 1 + Math.floor(random() * 20)
      const ring = new Ring(capacity)
      let list: [number, number][] = []
      let time = 0
      for (let i = 0; i < 60; i++) {
        time += Math.floor(random() * 5) - 1
        const value = Math.floor(random() * 100)
        ring.push(time, value)
        const newest = list.at(-1)
        const again = newest !== undefined && time >= Math.floor(newest[0]) && value !== newest[1]
        const at = newest === undefined || time > newest[0] ? time : again ? newest[0] + 0.001 : undefined
        if (at !== undefined) list = [...list, [at, value] as [number, number]].slice(-capacity)
        const since = time - 7
        const kept = list.filter(([at]) => at >= since).map(([, one]) => one)
        expect(ring.size, `seed 20261122, round ${round}`).toBe(list.length)
        expect(ring.countBefore(since)).toBe(list.length - kept.length)
        expect(ring.summary(since)?.maximum).toBe(kept.length === 0 ? undefined : Math.max(...kept))
      }
    }
  })
})
