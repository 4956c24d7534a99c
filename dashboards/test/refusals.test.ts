// @vitest-environment jsdom
import { cleanup, render, screen, within } from '@testing-library/svelte'
import { afterEach, describe, expect, it } from 'vitest'
import { en } from '../src/i18n/en'
import { it as italian } from '../src/i18n/it'
import { Problem } from '../src/lib/http'
import { refusalPair, refusalTitle } from '../src/lib/refusals'
import ProblemNote from '../src/ui/ProblemNote.svelte'

const refusal = (rule: string, limit = '', actual = '') => ({ rule, limit, actual, detail: `the gateway's sentence on ${rule}` })

afterEach(cleanup)

describe('a refusal', () => {
  it('is named in the language of the pages', () => {
    expect(refusalTitle(refusal('min-length'), italian)).toBe('Troppo breve')
    expect(refusalTitle(refusal('min-length'), en)).toBe('Too short')
  })

  it('names the signal of a precondition', () => {
    const signals = new Map([['robot.mode', { it: 'Modo operativo', en: 'Operational mode' }]])
    expect(refusalTitle(refusal('precondition.robot.mode'), italian, signals, 'it')).toBe('Condizione non soddisfatta: Modo operativo')
    expect(refusalTitle(refusal('stale.robot.mode'), en, signals, 'en')).toBe('Value too old: Operational mode')
    expect(refusalTitle(refusal('stale.unheard.of'), en)).toBe('Value too old: unheard.of')
  })

  it('of a rule the pages do not know keeps the sentence of the gateway', () => {
    expect(refusalTitle(refusal('new-moon'), italian)).toBe("the gateway's sentence on new-moon")
  })

  it('of a value nobody approved names it and what is approved, untranslated', () => {
    const pair = refusalPair(refusal('allow-list', 'one of Monday closed, B', 'C'), italian, 'it', 'Europe/Rome')
    expect(pair).toMatchObject({ asked: 'C', allowed: 'uno fra Monday closed, B' })
    expect(refusalPair(refusal('allow-list', 'nothing is approved yet', 'C'), en, 'en', 'Europe/Rome').allowed).toContain('No technician has approved')
  })

  it('of the lock names the client that has it, where one has', () => {
    const held = refusal('lock', "the machine's lock held by this session", 'held by urn:another:client, user operator')
    expect(refusalPair(held, en, 'en', 'Europe/Rome')).toMatchObject({ asked: 'urn:another:client, user operator', allowed: '', askedWord: 'held by' })
    expect(refusalPair({ ...held, actual: 'not held' }, en, 'en', 'Europe/Rome').asked).toBe('')
  })

  it('reads instants in the zone of the machine', () => {
    const pair = refusalPair(refusal('overlap', 'free', '2020-01-15T09:00:00Z to 2020-01-15T09:30:00Z'), italian, 'it', 'Europe/Rome')
    expect(pair).toMatchObject({ asked: 'mer 15 gen, 10:00 – mer 15 gen, 10:30', allowed: '' })
  })

  it('reads opening hours in Italian', () => {
    const pair = refusalPair(refusal('opening-hours', 'Monday 08:00 to 18:00', '22 Nov 2026 21:00 to 22 Nov 2026 22:00'), italian, 'it', 'Europe/Rome')
    expect(pair).toMatchObject({ asked: '22 nov 2026 21:00 – 22 nov 2026 22:00', allowed: 'lunedì 08:00 – 18:00' })
  })

  it('says what was measured and what is needed, in words', () => {
    const state = refusal('precondition.task.state', 'Ready or Idle', 'Executing')
    expect(refusalPair(state, en, 'en', 'Europe/Rome')).toEqual({ asked: 'Executing', allowed: 'Ready or Idle', askedWord: 'measured', allowedWord: 'needed' })
    expect(refusalPair(refusal('precondition.m', '4 (AUTOMATIC_EXTERNAL)', '1 (MANUAL_REDUCED_SPEED)'), italian, 'it', 'Europe/Rome')).toEqual({
      asked: 'Manuale, velocità ridotta',
      allowed: 'Automatico esterno',
      askedWord: 'misurato',
      allowedWord: 'serve',
    })
    expect(refusalPair(refusal('stale.m', '2000 ms, quality good', '12000 ms, quality bad'), en, 'en', 'Europe/Rome')).toMatchObject({ asked: '12 s', allowed: '2.0 s' })
  })

  it('says nothing more where the title says it all', () => {
    expect(refusalPair(refusal('consent', "a technician's consent", 'none'), italian, 'it', 'Europe/Rome')).toMatchObject({ asked: '', allowed: '' })
  })
})

describe('a refused booking', () => {
  const problem = new Problem(409, {
    title: 'Refused',
    detail: 'Refused for two reasons.',
    refusals: [refusal('min-length', '15 min', '5 min'), refusal('overlap', 'free', '2020-01-15T09:00:00Z to 2020-01-15T09:30:00Z')],
  })

  it('is shown rule by rule, with what was asked and what is allowed', () => {
    render(ProblemNote, { problem, title: 'Così non si può prenotare', zone: 'Europe/Rome' })
    expect(screen.getByRole('alert').textContent).toContain('Così non si può prenotare')
    const short = screen.getByTestId('refusal-min-length')
    expect(within(short).getByText('Troppo breve')).toBeTruthy()
    expect(short.textContent).toMatch(/chiesto:\s*5 min/)
    expect(short.textContent).toMatch(/permesso:\s*15 min/)
    expect(screen.getByTestId('refusal-overlap').textContent).toContain('occupata')
  })
})

describe('a problem without refusals', () => {
  it.each([
    [0, italian.problem.network],
    [403, italian.problem.forbidden],
    [404, italian.problem.notFound],
    [500, italian.problem.fault('abc')],
  ])('of status %i has a sentence that says what to do', (status, sentence) => {
    render(ProblemNote, { problem: new Problem(status, { title: 'x', instance: 'abc' }) })
    expect(screen.getByRole('alert').textContent).toContain(sentence)
  })

  it('names each field that is wrong', () => {
    render(ProblemNote, { problem: new Problem(400, { detail: 'Invalid.', errors: [{ field: 'to', detail: 'is no instant' }] }) })
    expect(screen.getByRole('alert').textContent).toMatch(/to:\s*is no instant/)
  })
})
