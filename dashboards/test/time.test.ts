import { describe, expect, it } from 'vitest'
import { ageText, clockTime, countdown, instantOf, lengthText, localDate, localTime, warningOf, windowText, zoneName } from '../src/lib/time'

const rome = 'Europe/Rome'
const at = (text: string) => Date.parse(text)

describe('times', () => {
  it('are shown in the zone of the machine, in 24 hours', () => {
    expect(clockTime('2026-11-22T20:30:00Z', 'it', rome)).toBe('21:30')
    expect(clockTime('2026-11-22T23:05:09Z', 'en', rome, true)).toBe('00:05:09')
    expect(zoneName('2026-11-22T20:30:00Z', 'en', rome)).toBe('CET')
    expect(zoneName('2026-07-22T20:30:00Z', 'en', rome)).toBe('CEST')
  })

  it('name the day of a window once where it ends on the same one', () => {
    expect(windowText('2026-11-22T20:30:00Z', '2026-11-22T21:00:00Z', 'en', rome)).toBe('Sun 22 Nov, 21:30 – 22:00')
    expect(windowText('2026-11-22T22:30:00Z', '2026-11-22T23:30:00Z', 'it', rome)).toBe('dom 22 nov, 23:30 – lun 23 nov, 00:30')
  })

  it('come back from form fields as they went in', () => {
    const instants = ['2026-01-15T08:00:00Z', '2026-07-15T22:45:00Z', '2026-03-29T00:30:00Z', '2026-03-29T01:00:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:00:00Z']
    // The second 02:30 of the autumn night cannot be told from the first in two fields.
    for (const text of instants.filter((one) => one !== '2026-10-25T01:30:00Z')) {
      expect(instantOf(localDate(text, rome), localTime(text, rome), rome), text).toBe(at(text))
    }
  })

  it('move on by the hour that the spring change leaves out', () => {
    expect(instantOf('2026-03-29', '02:30', rome)).toBe(at('2026-03-29T01:30:00Z'))
  })

  it('mean the first of an hour that comes twice in autumn', () => {
    expect(instantOf('2026-10-25', '02:30', rome)).toBe(at('2026-10-25T00:30:00Z'))
  })

  it('are nothing where a field is empty', () => {
    expect(instantOf('', '10:00', rome)).toBeNaN()
    expect(instantOf('2026-11-22', '', rome)).toBeNaN()
  })
})

describe('lengths', () => {
  it('count down and stay at nothing', () => {
    expect(countdown(5 * 60_000 + 8_200)).toBe('5:09')
    expect(countdown(3_600_000)).toBe('1:00:00')
    expect(countdown(-5000)).toBe('0:00')
  })

  it('tell an age in the unit that says enough', () => {
    expect(ageText(240, 'it')).toBe('0,2 s')
    expect(ageText(42_000, 'en')).toBe('42 s')
    expect(ageText(300_000, 'en')).toBe('5 min')
    expect(ageText(-20, 'en')).toBe('0.0 s')
  })

  it('warn of a window’s end no earlier than in its last third', () => {
    const from = '2026-11-22T09:00:00Z'
    const at = (minutes: number) => Date.parse(from) + minutes * 60_000
    const five = { from, to: '2026-11-22T09:05:00Z' }
    expect([0, 1, 3.9, 4.1, 4.6, 5].map((minutes) => warningOf(five, at(minutes)))).toEqual([undefined, undefined, undefined, 1, 0.5, undefined])
    const hour = { from, to: '2026-11-22T10:00:00Z' }
    expect([44, 46, 56, 59.2].map((minutes) => warningOf(hour, at(minutes)))).toEqual([undefined, 15, 5, 1])
  })

  it('of a window show seconds only where it does not lie on the minute', () => {
    expect(windowText('2026-11-22T09:00:00Z', '2026-11-22T09:05:00Z', 'en', 'UTC')).toMatch(/09:00 – 09:05$/)
    expect(windowText('2026-11-22T09:00:23Z', '2026-11-22T09:05:23Z', 'en', 'UTC')).toMatch(/09:00:23 – 09:05:23$/)
  })

  it('are read in hours and minutes', () => {
    expect([5, 60, 90].map(lengthText)).toEqual(['5 min', '1 h', '1 h 30 min'])
  })
})
