// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CommandAnswer, Machine, Session } from '../src/lib/api'
import { judgeSession } from '../src/lib/checks'
import { me } from '../src/lib/me.svelte'
import { Room } from '../src/lib/room.svelte'
import CommandCard from '../src/ui/CommandCard.svelte'
import RoomHead from '../src/ui/RoomHead.svelte'
import StopBar from '../src/ui/StopBar.svelte'
import { commandOf, machineOf, sessionOf, signalOf } from './fixtures'

const anna = { id: 'anna', name: 'Anna Bassi' }
const start = commandOf('start', { title: { it: 'Avvia programma', en: 'Start program' } })
const stop = commandOf('stop', { class: 'stop', consent: false, title: { it: 'Ferma programma (non è un arresto di emergenza)', en: 'Stop program' } })
const robot = machineOf({ commands: [start, stop], signals: [signalOf('task.state', { type: 'string', texts: ['Idle', 'Ready'] })] })
const open = { operator: anna, from: new Date(Date.now() - 60_000).toISOString(), to: new Date(Date.now() + 3_600_000).toISOString() }

const roomOf = (session: Partial<Session> = {}, machine: Machine = robot) => new Room(sessionOf({ ...open, ...session }), machine)
const general = (room: Room, carried = true) => judgeSession(room.session, anna.id, Date.now(), carried)
const answer = (command: string, step: CommandAnswer['step'], detail = '', person = anna): CommandAnswer => ({
  id: `${command}-1`,
  session: 's1',
  machine: 'robot-1',
  command,
  arguments: {},
  person,
  step,
  steps: [{ step, at: new Date().toISOString(), detail }],
})

beforeEach(() => {
  me.person = { ...anna, email: '', role: 'member', organisation: { id: 'o', name: 'O' }, centre: null, colleagues: [] }
  HTMLElement.prototype.scrollIntoView = vi.fn()
})
afterEach(cleanup)

describe('a motion', () => {
  it('whose conditions are missing is refused at the first press and arms nothing', async () => {
    const room = roomOf()
    const send = vi.spyOn(room, 'send')
    render(CommandCard, { room, command: start, general: general(room) })
    await fireEvent.click(screen.getByTestId('command-start'))
    expect(screen.getByTestId('refusal-consent').textContent).toContain('Manca il consenso del tecnico')
    expect(screen.queryByTestId('confirm-start')).toBeNull()
    expect(send).not.toHaveBeenCalled()
  })

  it('with all in order is sent by the second press', async () => {
    const room = roomOf({ consent: { technician: { id: 't', name: 'Teo' }, at: open.from } })
    const send = vi.spyOn(room, 'send').mockResolvedValue()
    render(CommandCard, { room, command: start, general: general(room) })
    await fireEvent.click(screen.getByTestId('command-start'))
    expect(send).not.toHaveBeenCalled()
    await fireEvent.click(screen.getByTestId('confirm-start'))
    expect(send).toHaveBeenCalledWith('start', {})
  })

  it('shows its steps and who pressed under its own button', () => {
    const room = roomOf()
    room.commands = [answer('start', 'failed', 'The machine refused: E_ActiveAlarm')]
    render(CommandCard, { room, command: start, general: general(room) })
    const card = screen.getByTestId('command-start-card').textContent
    expect(card).toContain('La macchina ha rifiutato: E_ActiveAlarm')
    expect(card).toContain('di Anna Bassi')
  })
})

describe('the bar that stays in sight', () => {
  it('stops by the name the profile gives', () => {
    render(StopBar, { room: roomOf() })
    expect(screen.getByTestId('stop').textContent).toContain('Ferma programma')
  })

  it('offers no stop where the profile has none', () => {
    render(StopBar, { room: roomOf({}, machineOf({ commands: [start], end: null })) })
    expect(screen.queryByTestId('stop')).toBeNull()
  })

  it('tells a failure until it is dismissed', async () => {
    const room = roomOf()
    room.commands = [answer('start', 'failed', 'The machine refused: E_ActiveAlarm')]
    render(StopBar, { room })
    expect(screen.getByTestId('notice').textContent).toContain('Avvia programma: fallito – La macchina ha rifiutato: E_ActiveAlarm')
    await fireEvent.click(screen.getByRole('button', { name: 'Chiudi l’avviso' }))
    expect(screen.queryByTestId('notice')).toBeNull()
  })
})

describe('the operator is told', () => {
  const withdrawal = { person: { id: 't', name: 'Teo Tecnici' }, at: '2026-11-25T18:34:00Z' }

  it('who withdrew the consent, when, and that the program was stopped', () => {
    const room = roomOf({ withdrawal })
    room.commands = [answer('stop', 'confirmed', 'Sent by the gateway: consent-withdrawn', { id: 'gateway', name: 'gateway' })]
    render(RoomHead, { room })
    expect(screen.getByTestId('told').textContent).toContain('Teo Tecnici ha ritirato il consenso alle 19:34; il programma è stato fermato.')
    expect(screen.getByTestId('consent').textContent).toBe('ritirato da Teo Tecnici alle 19:34')
  })

  it('nothing of a program that did not run, nor once the consent is given anew', () => {
    render(RoomHead, { room: roomOf({ withdrawal }) })
    expect(screen.getByTestId('told').textContent).not.toContain('fermato')
    cleanup()
    render(RoomHead, { room: roomOf({ withdrawal, consent: { technician: withdrawal.person, at: withdrawal.at } }) })
    expect(screen.queryByTestId('told')).toBeNull()
  })

  it('who else stopped the machine', () => {
    const room = roomOf()
    room.commands = [answer('stop', 'confirmed', '', { id: 't', name: 'Teo Tecnici' })]
    render(RoomHead, { room })
    expect(screen.getByTestId('told').textContent).toContain('Teo Tecnici ha fermato la macchina')
  })
})
