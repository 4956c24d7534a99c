import { describe, expect, it } from 'vitest'
import { levelOf, signOf, standingAfter } from '../src/lib/alarms'
import type { Alarm } from '../src/lib/api'

const hot = (id: string, more: Partial<Alarm> = {}): Alarm => ({
  id,
  machine: 'robot-1',
  source: 'profile',
  condition: id.toUpperCase(),
  signal: 'motor1.temperature',
  title: { en: id, it: id },
  severity: 600,
  state: 'active',
  raisedAt: '2026-01-02T09:00:00Z',
  value: 95,
  doubt: null,
  clearedAt: null,
  clearCause: null,
  acknowledgement: null,
  ...more,
})

describe('the alarms that stand', () => {
  it('come with the gravest first, each once, however often it changes', () => {
    let standing = standingAfter([], { t: 'alarm', ...hot('a') })
    standing = standingAfter(standing, { t: 'alarm', ...hot('b', { severity: 900 }) })
    standing = standingAfter(standing, { t: 'alarm', ...hot('a', { state: 'acknowledged' }) })
    expect(standing.map(({ id, state }) => `${id} ${state}`)).toEqual(['b active', 'a acknowledged'])
  })

  it('go when they are cleared, and when a new line no longer names them', () => {
    const both = [hot('a'), hot('b')]
    expect(standingAfter(both, { t: 'alarm', ...hot('a', { state: 'cleared' }) }).map(({ id }) => id)).toEqual(['b'])
    expect(standingAfter(both, { t: 'alarms', standing: ['a', 'c'] }).map(({ id }) => id)).toEqual(['a'])
  })

  it('have a word and a shape for their severity', () => {
    expect([1, 333, 334, 666, 667, 1000].map((severity) => levelOf(hot('a', { severity })))).toEqual(['low', 'low', 'medium', 'medium', 'high', 'high'])
    expect(signOf(hot('a', { severity: 900 }))).toBe('▲')
    expect(signOf(hot('a'))).toBe('◆')
    expect(signOf(hot('a', { state: 'cleared' }))).toBe('○')
  })
})
