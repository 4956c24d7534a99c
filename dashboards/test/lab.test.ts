// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/svelte'
import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { agenda } from '../src/lib/agenda.svelte'
import type { Machine, Session } from '../src/lib/api'
import { machines } from '../src/lib/machines.svelte'
import { me } from '../src/lib/me.svelte'
import Lab from '../src/pages/Lab.svelte'
import { commandOf, machineOf, sessionOf } from './fixtures'

// The live line tries to open, and leaves what it did not hear of alone.
vi.stubGlobal('EventSource', class {})

const made = { id: 'made', name: 'MADE', city: 'Milano' }
const running = { from: new Date(Date.now() - 60_000).toISOString(), to: new Date(Date.now() + 3_600_000).toISOString() }
const open = sessionOf({ ...running, machine: 'robot-10' })
const stop = commandOf('stop', { class: 'stop' })
const machine = (id: string, name: string) => machineOf({ id, name, commands: [stop] })
const lab = [machine('robot-10', 'Robot 10'), machine('line-1', 'Line'), machine('robot-2', 'Robot 2')]

const rows = () => [...document.querySelectorAll('article')].map((row) => row.dataset['testid'])

function told(all: Machine[], sessions: Session[]): void {
  machines.ask.value = { items: all, next: null }
  agenda.ask.value = { items: sessions, next: null }
  flushSync()
}

beforeEach(() => {
  me.person = { id: 't', name: 'T', email: '', role: 'technician', organisation: { id: 'm', name: 'MADE' }, centre: made, colleagues: [] }
  vi.stubGlobal('fetch', () => new Promise(() => {}))
  told(lab, [])
})
afterEach(cleanup)

describe('the machines of a lab', () => {
  it('keep their places, whoever waits for a consent, has it, or is in trouble', () => {
    const places = ['lab-line-1', 'lab-robot-2', 'lab-robot-10']
    render(Lab)
    expect(rows()).toEqual(places)
    expect(screen.getByTestId('attention').textContent).toContain('Tutto a posto')
    told(lab, [open])
    expect(rows()).toEqual(places)
    expect(screen.getByTestId('attention').textContent).toMatch(/Da guardare:\s+Robot 10/)
    expect(screen.getByTestId('lab-robot-10').classList).toContain('consent')
    told(lab, [{ ...open, consent: { technician: { id: 't', name: 'T' }, at: running.from } }])
    expect(rows()).toEqual(places)
    expect(screen.getByTestId('lab-robot-10').classList).not.toContain('consent')
    told([...lab].reverse().map((one) => (one.id === 'robot-2' ? { ...one, state: 'fault' } : one)), [])
    expect(rows()).toEqual(places)
    expect(screen.getByTestId('lab-robot-2').classList).toContain('trouble')
  })

  it('have their stop before all that comes and goes', () => {
    told(lab, [open])
    render(Lab)
    const stop = screen.getByTestId('stop-robot-10')
    expect(stop.compareDocumentPosition(screen.getByTestId('consent-robot-10'))).toBe(Node.DOCUMENT_POSITION_FOLLOWING)
  })
})
