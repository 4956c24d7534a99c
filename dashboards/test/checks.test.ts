import { describe, expect, it } from 'vitest'
import { judge, judgeSession } from '../src/lib/checks'
import { sessionOf } from './fixtures'

const now = Date.parse('2026-11-22T09:30:00Z')
const inMode4 = { signal: 'robot.mode', in: [4], maxAgeMs: 2000 }
const seen = (value: number | boolean | string | null, ageMs = 0, quality: 'good' | 'uncertain' | 'bad' = 'good') => ({
  value,
  time: now - ageMs,
  quality,
})

describe('a precondition', () => {
  it('is met by a fresh value of good quality that is allowed', () => {
    expect(judge(inMode4, seen(4), now, now)).toBe('ok')
  })

  it('is not met by another value', () => {
    expect(judge(inMode4, seen(1), now, now)).toBe('no')
    expect(judge({ ...inMode4, in: [false] }, seen(true), now, now)).toBe('no')
  })

  it('does not take one kind of value for another', () => {
    expect(judge({ ...inMode4, in: [false] }, seen(0), now, now)).toBe('no')
    expect(judge(inMode4, seen('4'), now, now)).toBe('no')
  })

  it('stays fresh while its machine is heard, where machines send only what changes', () => {
    expect(judge(inMode4, seen(4, 600_000), now, now - 1500)).toBe('ok')
  })

  it('is stale beyond its largest age', () => {
    expect(judge(inMode4, seen(4, 2000), now, now - 2000)).toBe('ok')
    expect(judge(inMode4, seen(4, 2001), now, now - 2001)).toBe('stale')
  })

  it('is stale where the quality is not good', () => {
    expect(judge(inMode4, seen(4, 0, 'uncertain'), now, now)).toBe('stale')
    expect(judge(inMode4, seen(4, 0, 'bad'), now, now)).toBe('stale')
  })

  it('is unknown before anything was heard', () => {
    expect(judge(inMode4, undefined, now, now)).toBe('unknown')
    expect(judge(inMode4, seen(null), now, now)).toBe('unknown')
  })
})

describe('a session', () => {
  const me = { id: 'anna', name: 'Anna' }

  it('can be worked inside its window by its operator with consent', () => {
    const session = sessionOf({ operator: me, consent: { technician: { id: 't', name: 'T' }, at: '2026-11-22T09:10:00Z' } })
    expect(judgeSession(session, 'anna', now, true)).toEqual({ window: 'ok', operator: 'ok', consent: 'ok', link: 'ok' })
  })

  it('lets nobody work from its last instant on', () => {
    const end = Date.parse('2026-11-22T10:00:00Z')
    expect(judgeSession(sessionOf(), 'anna', end, true).window).toBe('no')
    expect(judgeSession(sessionOf(), 'anna', end - 1, true).window).toBe('ok')
  })

  it('says each thing that is missing', () => {
    const session = sessionOf({ state: 'ending', operator: { id: 'other', name: 'Other' } })
    expect(judgeSession(session, 'anna', now, false)).toEqual({ window: 'no', operator: 'no', consent: 'no', link: 'no' })
  })
})
