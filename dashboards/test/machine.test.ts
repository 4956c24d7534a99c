import { describe, expect, it } from 'vitest'
import { en } from '../src/i18n/en'
import { it as italian } from '../src/i18n/it'
import type { Bucket, Reading } from '../src/lib/readings'
import { shortTitle, stepText, stopOf } from '../src/lib/commands'
import { chartGroups, firstPins } from '../src/lib/groups'
import { bands, gapSpans, recordedSpan, unchanged } from '../src/lib/history'
import { valueText } from '../src/lib/values'
import { commandOf, machineOf, signalOf } from './fixtures'

const words = { lang: 'it', yes: 'sì', no: 'no' }

describe('values', () => {
  it('are read with as many digits as say something', () => {
    expect(valueText(signalOf('a', { unit: '°' }), -12.345, words)).toBe('-12,3')
    expect(valueText(signalOf('p', { unit: 'W' }), 940.4, words)).toBe('940')
    expect(valueText(signalOf('n', { type: 'integer' }), 7, words)).toBe('7')
  })

  it('are words where the profile has words', () => {
    expect(valueText(signalOf('m', { type: 'integer', enumeration: { 4: 'AUTOMATIC_EXTERNAL' } }), 4, words)).toBe('AUTOMATIC_EXTERNAL')
    expect(valueText(signalOf('s', { type: 'boolean' }), false, words)).toBe('no')
    expect(valueText(signalOf('x'), null, words)).toBe('–')
  })

  it('are words of the pages where the profile names them, and free texts as they are', () => {
    const say = { ...words, words: italian.words }
    expect(valueText(signalOf('m', { type: 'integer', enumeration: { 4: 'AUTOMATIC_EXTERNAL' } }), 4, say)).toBe('Automatico esterno')
    expect(valueText(signalOf('j', { type: 'string', texts: ['standby'] }), 'standby', say)).toBe('In attesa')
    expect(valueText(signalOf('f', { type: 'string' }), 'standby', say)).toBe('standby')
  })
})

describe('charts', () => {
  const signals = [
    signalOf('state', { type: 'string', role: 'state' }),
    signalOf('stop', { type: 'boolean', role: 'interlock' }),
    ...[1, 2, 3, 4, 5, 6, 7].map((n) => signalOf(`axis${n}`, { unit: '°' })),
    signalOf('power', { unit: 'W', role: 'energy-power' }),
    signalOf('energy', { unit: 'Wh', role: 'energy-counter' }),
  ]

  it('group curves by unit, six in one at most', () => {
    expect(chartGroups(signals).map(({ unit, signals: curves }) => [unit, curves.length])).toEqual([
      ['°', 6],
      ['°', 1],
      ['W', 1],
    ])
  })

  it('come with pins: the state, what interlocks, the power, the first of each chart', () => {
    expect(firstPins(signals)).toEqual(['state', 'stop', 'power', 'axis1', 'axis7'])
  })
})

describe('history', () => {
  const at = (ms: number): string => new Date(ms).toISOString()
  const reading = (value: number, quality: Reading['quality'] = 'good'): Reading => ({ signal: 'a', t: at(-5000), sourceTime: at(-5000), value, quality })
  const series = (signal: string, buckets: Bucket[], more: { before?: Reading | null; beforeGap?: boolean; gaps?: { from: string; to: string; reason: string }[] } = {}) => ({
    signal,
    unit: null,
    buckets,
    gaps: [],
    ...more,
  })
  const of = (...signals: ReturnType<typeof series>[]) => ({ from: at(0), to: at(10_000), bucketMs: 1000, signals })
  const gap = { from: at(3000), to: at(4000), reason: 'link-lost' }
  /** One reading at a time. */
  const one = (time: number, value: number): Bucket => [Math.floor(time / 1000) * 1000, value, time, value, time, value, value, 1]
  const mean = (telemetry: ReturnType<typeof of>, name = 'a') => {
    const { times, series: columns } = bands(telemetry, [name])
    return times.map((time, i) => [time, columns[2]![i]])
  }

  it('holds a value from its own instant until the next one, and to the end of the span', () => {
    expect(mean(of(series('a', [one(2500, 160), one(6200, 180)])))).toEqual([
      [2500, 160],
      [3000, 160],
      [6200, 180],
      [7000, 180],
      [10_000, 180],
    ])
  })

  it('carries in what held before the span, unless it was bad or the span begins in a gap', () => {
    expect(mean(of(series('a', [one(2500, 160)], { before: reading(155) })))[0]).toEqual([0, 155])
    expect(mean(of(series('a', [one(2500, 160)], { before: reading(0, 'bad') })))[0]).toEqual([2500, 160])
    const begins = { ...gap, from: at(-2000), to: at(2000) }
    expect(mean(of(series('a', [one(2500, 160)], { before: reading(155), gaps: [begins] })))[0]).toEqual([0, null])
  })

  it('knows nothing from a gap on until the next reading', () => {
    const telemetry = of(series('a', [one(1000, 7), one(6000, 8)], { gaps: [gap] }))
    expect(mean(telemetry)).toContainEqual([3000, null])
    expect(mean(telemetry)).toContainEqual([6000, 8])
    const within = of(series('a', [one(2400, 7), one(6000, 8)], { gaps: [{ ...gap, from: at(2800) }] }))
    expect(mean(within).slice(0, 3)).toEqual([
      [2400, 7],
      [2800, null],
      [3000, null],
    ])
  })

  it('never draws a bad last value as if it were measured', () => {
    const bad: Bucket = [2000, 160, 2100, 162, 2200, 161, 0, 3]
    expect(mean(of(series('a', [bad])))).toEqual([
      [2000, 161],
      [3000, null],
      [10_000, null],
    ])
  })

  it('puts signals on one axis', () => {
    const { times, series: columns } = bands(of(series('a', [one(1000, 1)]), series('b', [one(5000, 2)])), ['a', 'b'])
    expect(times).toEqual([1000, 2000, 5000, 6000, 10_000])
    expect(columns[2]).toEqual([1, 1, 1, 1, 1])
    expect(columns[5]).toEqual([null, null, 2, 2, 2])
  })

  it('does not carry in what a gap parts from the span', () => {
    const telemetry = of(series('a', [], { before: reading(155), beforeGap: true }))
    expect(mean(telemetry)).toEqual([])
    expect(unchanged(telemetry, 'a')).toBeUndefined()
  })

  it('covers what the dataset covers: the actual start to the actual end, or the window’s', () => {
    const session = { from: at(0), to: at(9000), startedAt: '1970-01-01T00:00:01.000250Z', endedAt: at(12_000) }
    expect(recordedSpan(session)).toEqual({ from: 1000, to: 9000, first: session.startedAt, after: at(9000) })
    expect(recordedSpan({ ...session, endedAt: at(5000) }).to).toBe(5000)
    expect(recordedSpan({ ...session, startedAt: null, endedAt: null })).toMatchObject({ first: at(0), after: at(9000) })
  })

  it('says what an unchanged signal had said, and since when', () => {
    const telemetry = of(series('a', [], { before: reading(155) }), series('b', [one(1, 2)], { before: reading(1) }))
    expect(unchanged(telemetry, 'a')).toEqual({ value: 155, since: -5000 })
    expect(unchanged(telemetry, 'b')).toBeUndefined()
  })

  it('counts a gap once however many signals it touched', () => {
    expect(gapSpans([gap, gap, { ...gap, from: at(3500), to: at(5000), reason: 'data-lost' }, { ...gap, from: at(8000), to: at(8001) }])).toEqual([
      { from: 3000, to: 5000, reasons: ['link-lost', 'data-lost'] },
      { from: 8000, to: 8001, reasons: ['link-lost'] },
    ])
  })
})

describe('the stop of a machine', () => {
  const hold = commandOf('hold', { class: 'stop' })
  const stop = commandOf('stop', { class: 'stop' })

  it('is the one its end names, else any that stops, else none', () => {
    expect(stopOf(machineOf({ commands: [hold, stop] }))?.name).toBe('stop')
    expect(stopOf(machineOf({ commands: [hold], end: null }))?.name).toBe('hold')
    expect(stopOf(machineOf({ commands: [], end: null }))).toBeUndefined()
  })

  it('is called as its profile calls it', () => {
    expect(shortTitle('Ferma linea (non è un arresto di emergenza)')).toBe('Ferma linea')
    expect(italian.command.stopBy('Ferma linea')).toBe('Ferma linea')
    expect(italian.command.stopBy('Annulla stampa')).toBe('Ferma: Annulla stampa')
  })
})

describe('the steps of a command', () => {
  const machine = machineOf({
    signals: [signalOf('task.state', { type: 'string', texts: ['Idle', 'Executing'] })],
    commands: [commandOf('start', { confirm: { signal: 'task.state', in: ['Executing'], withinMs: 3000 } }), commandOf('load')],
  })
  const at = (command: string, step: 'sent' | 'executing' | 'confirmed' | 'failed', detail = '') => ({
    command,
    step,
    steps: [{ step, at: '', detail }],
  })

  it('say what is waited for and what proved it', () => {
    expect(stepText(machine, at('start', 'executing'), en, 'en')).toBe('Waits for the measure: task.state en Executing.')
    expect(stepText(machine, at('start', 'confirmed'), en, 'en')).toBe('Confirmed by measure: task.state en Executing.')
    expect(stepText(machine, at('load', 'confirmed'), en, 'en')).toBe('Confirmed by the machine’s answer.')
  })

  it('keep what the machine said where it failed', () => {
    expect(stepText(machine, at('load', 'failed', 'E_ActiveAlarm'), en, 'en')).toBe('E_ActiveAlarm')
    expect(stepText(machine, at('load', 'failed', 'The machine refused: E_ActiveAlarm'), italian, 'it')).toBe('La macchina ha rifiutato: E_ActiveAlarm')
  })

  it('tell a measure that did not come in the language of the pages', () => {
    const late = at('start', 'failed', 'After 3000 ms task.state is Idle, not task.state = Executing')
    expect(stepText(machine, late, italian, 'it')).toBe('Dopo 3 s task.state it non era In esecuzione: misurato A riposo.')
  })
})
