// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Registration } from '../src/lib/registration.svelte'
import type { ConnectionTest, Profile, SignalTest } from '../src/lib/wire'
import Mapping from '../src/ui/register/Mapping.svelte'
import { signalOf } from './fixtures'

const signals = ['a', 'b', 'c'].map((name) => ({ ...signalOf(name), samplingMs: 100 }))
const profile = { id: 'p', protocol: 'opc-ua', signals, variables: [], commands: [], allowLists: [], source: '' } as unknown as Profile
const trialOf = (outcomes: SignalTest['outcome'][]) =>
  ({ signals: outcomes.map((outcome, i) => ({ signal: signals[i]?.name, outcome, place: 'n', detail: '' })) }) as ConnectionTest

let registration: Registration

beforeEach(() => {
  localStorage.clear()
  registration = new Registration(undefined)
  registration.profile.value = profile
})
afterEach(cleanup)

describe('the mapping', () => {
  it('is one sentence and a folded list where there is nothing to decide', () => {
    registration.trial = trialOf(['well', 'empty', 'well'])
    render(Mapping, { registration })
    expect(screen.queryByTestId('to-decide')).toBeNull()
    expect(screen.getByTestId('unfold').textContent).toContain('Niente da decidere: tutti i 3 segnali')
    expect((screen.getByTestId('settled') as HTMLDetailsElement).open).toBe(false)
  })

  it('shows openly what is not where the profile says, or was moved', () => {
    registration.typed.places = { b: { node: 'x' } }
    registration.trial = trialOf(['well', 'well', 'missing'])
    render(Mapping, { registration })
    const open = screen.getByTestId('to-decide')
    expect([...open.querySelectorAll('select')].map((one) => one.dataset['testid'])).toEqual(['place-b', 'place-c'])
    expect(open.textContent).toContain('non c’è')
    expect(screen.getByTestId('unfold').textContent).toContain('Un altro')
  })
})
