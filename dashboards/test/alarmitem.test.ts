// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, expect, it, vi } from 'vitest'
import type { Alarm } from '../src/lib/api'
import AlarmItem from '../src/ui/AlarmItem.svelte'
import { machineOf } from './fixtures'

const teo = { id: 'teo', name: 'Teo Tecnici' }
const alarm = (acknowledgement: Alarm['acknowledgement']): Alarm => ({
  id: 'a1',
  machine: 'robot-1',
  source: 'profile',
  condition: 'HOT',
  signal: null,
  title: { en: 'hot', it: 'caldo' },
  severity: 600,
  state: 'acknowledged',
  raisedAt: '2026-01-02T09:00:00Z',
  value: 95,
  doubt: null,
  clearedAt: null,
  clearCause: null,
  acknowledgement,
})

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

it('an acknowledged alarm takes the note it has not', async () => {
  const fetch = vi.fn().mockResolvedValue(new Response('{}'))
  vi.stubGlobal('fetch', fetch)
  const onChange = vi.fn()
  render(AlarmItem, { alarm: alarm({ person: teo, at: '2026-01-02T09:01:00Z', note: '', noteBy: null }), machine: machineOf(), onChange })
  await fireEvent.click(screen.getByText('Aggiungi una nota…', { exact: false }))
  await fireEvent.input(screen.getByTestId('alarm-note'), { target: { value: 'Ventola liberata' } })
  await fireEvent.click(screen.getByTestId('alarm-acknowledge-do'))
  await vi.waitFor(() => expect(onChange).toHaveBeenCalled())
  expect(fetch.mock.calls[0]).toEqual(['/api/v1/alarms/a1/acknowledge', expect.objectContaining({ body: '{"note":"Ventola liberata"}' })])
})

it('a note that is there stays, with who wrote it', () => {
  const noted = { person: teo, at: '2026-01-02T09:01:00Z', note: 'Ventola liberata', noteBy: { id: 'ada', name: 'Ada Bruni' } }
  render(AlarmItem, { alarm: alarm(noted), machine: machineOf(), onChange: () => {} })
  expect(screen.getByTestId('alarm-HOT').textContent).toContain('Ventola liberata (nota di Ada Bruni)')
  expect(screen.queryByTestId('alarm-acknowledge')).toBeNull()
})
