// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Registration } from '../src/lib/registration.svelte'
import { Level } from '../src/lib/levels.svelte'

interface Asked {
  method: string
  path: string
  body: Record<string, unknown> | undefined
}

const asked: Asked[] = []
let answers: Record<string, (body: Record<string, unknown> | undefined) => { status: number; body: unknown }> = {}

const machine = (body: Record<string, unknown> | undefined) => ({
  status: 201,
  body: { id: 'robot-due', name: body?.['name'], published: false, connection: { ...(body?.['connection'] as object), password: true } },
})

beforeEach(() => {
  asked.length = 0
  localStorage.clear()
  answers = {
    'GET /profiles/p': () => ({ status: 200, body: { id: 'p', protocol: 'opc-ua', variables: [], signals: [], commands: [], allowLists: ['load.Name'], source: '' } }),
    'POST /machines': machine,
    'PATCH /machines/robot-due': machine,
  }
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const path = url.replace('/api/v1', '').replace(/\?.*/, '')
    const body = typeof init.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : undefined
    asked.push({ method: init.method ?? '', path, body })
    const answer = answers[`${init.method} ${path}`]?.(body) ?? { status: 404, body: { title: 'none' } }
    return new Response(JSON.stringify(answer.body), { status: answer.status, headers: { 'content-type': 'application/json' } })
  })
})

async function addressed(): Promise<Registration> {
  const registration = new Registration(undefined)
  await registration.start(undefined)
  await registration.choose('p', '1.0.0')
  Object.assign(registration.typed, { name: 'Robot due', id: 'robot-due', endpoint: 'opc.tcp://h:1' })
  return registration
}

describe('a registration', () => {
  it('stays in this browser until the address is there, and says nothing to the gateway', async () => {
    const registration = new Registration(undefined)
    await registration.start(undefined)
    registration.typed.name = 'Robot'
    registration.remember()
    expect(await registration.save()).toBe(true)
    expect(asked).toEqual([])
    const again = new Registration(undefined)
    await again.start(undefined)
    expect(again.typed.name).toBe('Robot')
  })

  it('becomes a draft once, and is changed from then on', async () => {
    const registration = await addressed()
    expect(await registration.save()).toBe(true)
    expect(registration.typed.machine).toBe('robot-due')
    expect(registration.synced).toBe(true)
    await registration.save()
    registration.typed.name = 'Another'
    await registration.save()
    const sent = asked.filter((one) => one.method !== 'GET').map((one) => `${one.method} ${one.path}`)
    expect(sent).toEqual(['POST /machines', 'PATCH /machines/robot-due'])
    expect(asked.at(1)?.body?.['published']).toBe(false)
  })

  it('brings what was approved with the draft, and leaves it alone once the machine is published', async () => {
    const registration = await addressed()
    registration.typed.allowLists['load.Name'] = 'weld\n\npaint'
    await registration.save()
    expect(asked.at(-1)?.body?.['allowLists']).toEqual({ 'load.Name': ['weld', 'paint'] })
    registration.kept = { ...registration.kept!, published: true }
    registration.typed.name = 'Another'
    await registration.save()
    expect(asked.at(-1)?.body).not.toHaveProperty('allowLists')
  })

  it('keeps no secret in the browser, and none in the page once the gateway has it', async () => {
    const registration = await addressed()
    registration.password = 'hush-hush'
    registration.remember()
    expect(JSON.stringify({ ...localStorage })).not.toContain('hush')
    expect(registration.synced).toBe(false)
    await registration.save()
    expect((asked.at(-1)?.body?.['connection'] as Record<string, unknown>)['password']).toBe('hush-hush')
    expect(registration.password).toBe('')
  })

  it('keeps what was typed where the gateway refuses it, and says so at its field', async () => {
    answers['POST /machines'] = () => ({ status: 422, body: { title: 'x', errors: [{ field: 'connection.endpoint', detail: 'not in the cells' }] } })
    const registration = await addressed()
    registration.password = 'hush-hush'
    expect(await registration.save()).toBe(false)
    expect(registration.flaw('connection.endpoint')).toBe('not in the cells')
    expect(registration.typed.endpoint).toBe('opc.tcp://h:1')
    expect(registration.password).toBe('hush-hush')
  })

  it('says nothing more at a field once it is corrected, and goes on saying it at the others', async () => {
    const wrong = [{ field: 'connection.endpoint', detail: 'not in the cells' }, { field: 'name', detail: 'taken' }]
    answers['POST /machines'] = () => ({ status: 422, body: { title: 'x', detail: 'all of it', errors: wrong } })
    const registration = await addressed()
    await registration.save()
    expect(registration.objection?.detail).toBe('all of it')
    registration.typed.endpoint = 'opc.tcp://h:2'
    expect(registration.flaw('connection.endpoint')).toBe('')
    expect(registration.flaw('name')).toBe('taken')
    expect(registration.objection?.errors).toEqual([wrong[1]])
    registration.typed.endpoint = 'opc.tcp://h:1'
    expect(registration.flaw('connection.endpoint')).toBe('not in the cells')
    Object.assign(registration.typed, { endpoint: 'opc.tcp://h:3', name: 'Another' })
    expect(registration.objection).toBeUndefined()
  })

  it('says what it lacks before the gateway can take it', async () => {
    const registration = new Registration(undefined)
    await registration.start(undefined)
    expect(registration.lacks).toEqual(['profile', 'name', 'id', 'endpoint'])
    const whole = await addressed()
    expect(whole.lacks).toEqual([])
    whole.typed.id = 'No id'
    expect(whole.lacks).toEqual(['id'])
    expect(whole.addressed).toBe(false)
  })

  it('forgets its trial when a signal moves', async () => {
    answers['POST /machines/robot-due/connection-test'] = () => ({ status: 200, body: { ok: true, state: 'online', signals: [], filters: [] } })
    const registration = await addressed()
    await registration.test()
    expect(registration.trial?.ok).toBe(true)
    registration.assign('a', { node: 'n' })
    expect(registration.trial).toBeUndefined()
    expect(registration.synced).toBe(false)
  })
})

describe('a level of a server', () => {
  it('is asked for when it is opened, a page at a time, and nothing ahead', async () => {
    const node = (nodeId: string) => ({ nodeId, displayName: nodeId, hasChildren: true, variable: null })
    answers['POST /opcua/browse'] = (body) => ({
      status: 200,
      body: { node: 'x', path: null, prefix: null, items: [node(body?.['after'] ? 'second' : 'first')], next: body?.['after'] ? null : 'page-2' },
    })
    const level = new Level('robot-due', {})
    await level.more()
    expect(level.nodes.map((one) => one.nodeId)).toEqual(['first'])
    expect(asked).toHaveLength(1)
    await level.more()
    expect(asked.at(-1)?.body?.['after']).toBe('page-2')
    expect(level.nodes.map((one) => one.nodeId)).toEqual(['first', 'second'])
    const first = level.nodes[0]!
    await level.under(first).toggle()
    expect(asked.at(-1)?.body?.['node']).toBe('first')
    await level.under(first).toggle()
    await level.under(first).toggle()
    expect(asked).toHaveLength(3)
  })
})
