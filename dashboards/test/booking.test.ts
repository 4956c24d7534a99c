import { describe, expect, it } from 'vitest'
import { lengthsOf, moved, oneLength, spread, together, windowOf, type Draft } from '../src/lib/booking'
import type { Occupied } from '../src/lib/api'
import { busyNow } from '../src/lib/occupancy'
import { machineOf } from './fixtures'

const machine = machineOf()
const now = Date.parse('2026-11-22T09:07:20Z')
const draft: Draft = { machine: 'robot-1', now: false, date: '2026-11-23', time: '10:00', minutes: 30, purpose: 'prova' }

describe('a booking draft', () => {
  it('asks for a window in the zone of the machine', () => {
    expect(windowOf(draft, machine, now)).toEqual({
      asked: { from: Date.parse('2026-11-23T09:00:00Z'), to: Date.parse('2026-11-23T09:30:00Z') },
    })
  })

  it('that begins now ends where its length from now ends', () => {
    expect(windowOf({ ...draft, now: true }, machine, now)).toEqual({ asked: { from: 'now', to: Date.parse('2026-11-22T09:37:20Z') } })
  })

  it('of the shortest length a machine takes is not too short by the time it arrives', () => {
    const shortest = windowOf({ ...draft, now: true, minutes: 15 }, machine, now)
    expect(shortest).toEqual({ asked: { from: 'now', to: Date.parse('2026-11-22T09:22:25Z') } })
    const only = machineOf({ rules: { ...machine.rules, maxMinutes: 15 } })
    expect(windowOf({ ...draft, now: true, minutes: 15 }, only, now)).toEqual({ asked: { from: 'now', to: Date.parse('2026-11-22T09:22:20Z') } })
  })

  it('is offered only lengths that the machine takes', () => {
    const taking = (minMinutes: number, maxMinutes: number) => lengthsOf(machineOf({ rules: { ...machine.rules, minMinutes, maxMinutes } }))
    expect(taking(1, 480)).toEqual([5, 15, 30, 60])
    expect(taking(15, 30)).toEqual([15, 30])
    expect(taking(90, 480)).toEqual([90])
  })

  it('says what is missing', () => {
    expect(windowOf(draft, undefined, now)).toEqual({ flaw: 'machine' })
    expect(windowOf({ ...draft, minutes: null }, machine, now)).toEqual({ flaw: 'minutes' })
    expect(windowOf({ ...draft, minutes: 0 }, machine, now)).toEqual({ flaw: 'minutes' })
    expect(windowOf({ ...draft, time: '' }, machine, now)).toEqual({ flaw: 'date' })
  })

  it('moved to a slot keeps what else was typed', () => {
    const slot = { machine: 'robot-1', from: '2026-11-24T08:00:00Z', to: '2026-11-24T08:45:00Z' }
    expect(moved({ ...draft, now: true }, slot, machine)).toEqual({ ...draft, now: false, date: '2026-11-24', time: '09:00', minutes: 45 })
  })
})

describe('free slots', () => {
  it('are shown without those that overlap, each machine for itself', () => {
    const slot = (name: string, from: string, to: string) => ({ machine: name, from: `2026-11-22T${from}:00Z`, to: `2026-11-22T${to}:00Z` })
    const all = [slot('a', '09:00', '10:00'), slot('a', '09:15', '10:15'), slot('b', '09:15', '10:15'), slot('a', '10:00', '11:00')]
    expect(spread(all, 9)).toEqual([all[0], all[2], all[3]])
    expect(spread(all, 1)).toEqual([all[0]])
  })
})

describe('a machine that is taken', () => {
  const at = (hour: number) => `2026-11-25T${String(hour).padStart(2, '0')}:00:00Z`
  const item = (from: number, to: number, kind: Occupied['kind']): Occupied => ({ machine: 'm', from: at(from), to: at(to), kind })
  const now = Date.parse(at(10))
  const until = Date.parse(at(23))

  it('is taken until the last of what follows without a break', () => {
    expect(busyNow([item(9, 11, 'booked'), item(11, 12, 'buffer'), item(13, 14, 'booked')], now, until)).toEqual({ kind: 'booked', to: Date.parse(at(12)) })
    expect(busyNow([item(0, 11, 'closed')], now, until)?.kind).toBe('closed')
  })

  it('has no end where that is beyond what was asked, and is free where nothing covers now', () => {
    expect(busyNow([item(9, 23, 'booked')], now, until)).toEqual({ kind: 'booked', to: undefined })
    expect(busyNow([item(11, 12, 'booked')], now, until)).toBeUndefined()
  })
})

describe('slots', () => {
  const slot = (minutes: number) => ({ machine: 'm', from: '2026-11-25T09:00:00Z', to: new Date(Date.parse('2026-11-25T09:00:00Z') + minutes * 60_000).toISOString() })

  it('have one length to be named by, or none', () => {
    expect(oneLength([slot(30), slot(30)])).toBe(30)
    expect(oneLength([slot(30), slot(15)])).toBeUndefined()
  })

  it('of a line belong together where all its machines have one at the same time', () => {
    const [a, b, c] = [slot(30), { ...slot(30), machine: 'n' }, { ...slot(30), machine: 'other' }]
    expect(together([a, b, c], ['m', 'n'])).toEqual([[a, b]])
    expect(together([a, c], ['m', 'n'])).toEqual([])
    expect(together([a, c], ['m'])).toEqual([[a], [c]])
  })
})
