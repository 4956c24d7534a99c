// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { createRawSnippet } from 'svelte'
import { afterEach, describe, expect, it } from 'vitest'
import type { Person } from '../src/lib/api'
import { me } from '../src/lib/me.svelte'
import Shell from '../src/ui/Shell.svelte'

const children = createRawSnippet(() => ({ render: () => '<p></p>' }))

function shown(role: Person['role'], section: string) {
  me.person = { id: 'p', name: 'P', email: '', role, organisation: { id: 'o', name: 'O' }, centre: null, colleagues: [] }
  return render(Shell, { section, children })
}

afterEach(cleanup)

describe('the bar of places', () => {
  it('keeps more than five of them behind one, that says where it leads', async () => {
    shown('administrator', 'audit')
    const more = screen.getByTestId('nav-more')
    expect(more.getAttribute('aria-expanded')).toBe('false')
    expect(more.classList.contains('here')).toBe(true)
    expect(document.querySelectorAll('li.later')).toHaveLength(6)
    await fireEvent.click(more)
    expect(more.getAttribute('aria-expanded')).toBe('true')
    await fireEvent.keyDown(window, { key: 'Escape' })
    expect(more.getAttribute('aria-expanded')).toBe('false')
  })

  it('shows three as they are', () => {
    shown('member', 'machines')
    expect(screen.queryByTestId('nav-more')).toBeNull()
    expect(document.querySelectorAll('li.later')).toHaveLength(0)
  })
})
