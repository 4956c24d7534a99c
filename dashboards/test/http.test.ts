// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest'
import { i18n } from '../src/i18n/index.svelte'
import { get } from '../src/lib/http'

describe('a call to the gateway', () => {
  it('says in which language its answer is read', async () => {
    const languages: (string | null)[] = []
    vi.stubGlobal('fetch', async (_: string, init: RequestInit) => {
      languages.push(new Headers(init.headers).get('accept-language'))
      return new Response('{}', { status: 200 })
    })
    await get('/me')
    i18n.lang = 'en'
    await get('/me')
    expect(languages).toEqual(['it', 'en'])
  })
})
