// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/svelte'
import { afterEach, expect, it, vi } from 'vitest'
import type { Camera } from '../src/lib/wire'
import CameraView from '../src/ui/CameraView.svelte'

const camera = (privacy: string): Camera => ({
  id: 'cell',
  title: { en: 'Cell', it: 'Cella' },
  privacy: { en: privacy, it: privacy },
  state: 'live',
  detail: '',
  lastPicture: null,
})

afterEach(cleanup)

it('what a lab says of its camera’s pictures stands as it is, and what nobody said is said', () => {
  vi.stubGlobal('matchMedia', () => ({ matches: true }))
  const shown = (privacy: string): string =>
    render(CameraView, { machine: 'robot-1', machineName: 'Robot', camera: camera(privacy), zone: 'Europe/Rome' }).container.textContent
  expect(shown('Mostra la macchina. Non si registra nulla.')).not.toContain('Niente viene registrato.')
  expect(shown('')).toContain('Riservatezza: Niente viene registrato.')
})
