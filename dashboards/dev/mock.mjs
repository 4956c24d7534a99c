// A gateway that is not there, for work on the pages alone: `npm run mock`, then open http://127.0.0.1:8099.
// Serves dist/ with the gateway's Content-Security-Policy; everything is in memory and forgotten at the end.
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { centres, machines, people, values } from './lab.mjs'

const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist')
const port = Number(process.env.PORT ?? 8099)
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }
const policy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
const minute = 60_000
const iso = (ms) => new Date(ms).toISOString()

const sessions = []
const bookings = []
const commands = []
const certificates = [
  { fingerprint: 'ab'.repeat(32), subject: 'CN=robot-1,O=MADE', validTo: iso(Date.now() + 1e10), machine: 'robot-1', firstSeen: iso(Date.now() - 1e6), state: 'pending' },
  { fingerprint: '5e'.repeat(32), subject: 'CN=line-1,O=MADE', validTo: iso(Date.now() + 1e10), machine: 'line-1', firstSeen: iso(Date.now() - 9e6), state: 'trusted' },
]
const sockets = new Set()
const running = new Map()
const organisation = { id: 'officina', name: 'Officina Demo' }
const sme = people['sme@demo.fucina']

function addSession(machine, from, to, more = {}) {
  const session = {
    id: randomUUID(), booking: randomUUID(), machine, machineName: machines.find((one) => one.id === machine).name,
    organisation, from: iso(from), to: iso(to), state: from <= Date.now() ? 'active' : 'scheduled', operator: null, consent: null, withdrawal: null,
    fencing: 0, startedAt: from <= Date.now() ? iso(from) : null, endedAt: null, endReason: null, endOutcome: null, ...more,
  }
  sessions.push(session)
  return session
}
const past = Date.now() - 26 * 60 * minute
addSession('robot-1', past, past + 30 * minute, { state: 'ended', startedAt: iso(past), endedAt: iso(past + 30 * minute), endReason: 'window-ended', endOutcome: 'confirmed-safe', operator: { id: sme.id, name: sme.name } })
addSession('printer-1', Date.now() + 50 * minute, Date.now() + 110 * minute)
addSession('robot-1', Date.now() + 240 * minute, Date.now() + 300 * minute, { organisation: { id: 'altra', name: 'Altra Impresa' } })

const audit = []
function note(who, action, subject, detail) {
  audit.unshift({ id: String(audit.length + 1), at: iso(Date.now()), person: { id: who.id, name: who.name }, organisation: who.organisation, role: who.role, action, subject, detail })
}
const who = people['technician@demo.fucina']
note(who, 'consent.given', sessions[0].id, { machine: 'robot-1' })
note(sme, 'command.start.refused', sessions[0].id, { machine: 'robot-1', rules: ['consent', 'precondition.task.state'] })
note(who, 'consent.withdrawn', sessions[0].id, { machine: 'robot-1' })

const problem = (status, detail, more = {}) => ({ status, problem: { type: 'urn:fucina:problem', title: detail, status, detail, ...more } })
const list = (items) => ({ items, next: null })
const overlaps = (a, from, to) => Date.parse(a.from) < to && Date.parse(a.to) > from && a.state !== 'ended'

function book(body, person) {
  const machine = machines.find((one) => one.id === body.machines[0])
  const from = body.from === undefined || body.from === 'now' ? Math.floor(Date.now() / minute) * minute : Date.parse(body.from)
  const to = Date.parse(body.to)
  const refusals = []
  const minutes = (to - from) / minute
  if (from < Date.now() - minute) refusals.push({ rule: 'past', limit: iso(Date.now()), actual: iso(from), detail: 'A window cannot begin in the past.' })
  if (minutes < machine.rules.minMinutes) refusals.push({ rule: 'min-length', limit: `${machine.rules.minMinutes} min`, actual: `${minutes} min`, detail: 'Too short.' })
  if (minutes > machine.rules.maxMinutes) refusals.push({ rule: 'max-length', limit: `${machine.rules.maxMinutes} min`, actual: `${minutes} min`, detail: 'Too long.' })
  if (sessions.some((one) => one.machine === machine.id && overlaps(one, from, to))) refusals.push({ rule: 'overlap', limit: 'free', actual: `${iso(from)} to ${iso(to)}`, detail: 'Taken.' })
  if (refusals.length > 0) {
    const start = Math.ceil(Date.now() / minute) * minute + 400 * minute
    return problem(409, 'Refused.', { refusals, alternatives: [0, 1, 2].map((i) => ({ machine: machine.id, from: iso(start + i * 60 * minute), to: iso(start + i * 60 * minute + 30 * minute) })) })
  }
  const session = addSession(machine.id, from, to, { organisation: person.organisation })
  const booking = { id: session.booking, organisation: person.organisation, person: { id: person.id, name: person.name }, machines: body.machines, from: iso(from), to: iso(to), purpose: body.purpose ?? '', state: 'confirmed', version: 1, createdAt: iso(Date.now()), sessions: [{ ...session, active: true }] }
  bookings.push(booking)
  return { status: 201, body: booking }
}

function command(session, body, person) {
  const machine = machines.find((one) => one.id === session.machine)
  const kind = machine.commands.find((one) => one.name === body.command)
  const refusals = []
  if (kind.class !== 'stop') {
    if (session.operator?.id !== person.id) refusals.push({ rule: 'operator', limit: session.operator?.name ?? 'nobody', actual: person.name, detail: 'Not the operator.' })
    if (kind.consent && !session.consent) refusals.push({ rule: 'consent', limit: "a technician's consent to this session", actual: 'none', detail: 'No consent.' })
    for (const { signal, in: wanted } of kind.preconditions) {
      const now = values(session.machine, running.get(session.machine), Date.now())[signal]
      if (!wanted.includes(now)) refusals.push({ rule: `precondition.${signal}`, limit: wanted.join(', '), actual: String(now), detail: `${signal} is not as this command needs it.` })
    }
  }
  return refusals.length > 0 ? problem(409, 'Refused.', { refusals }) : { status: 202, body: execute(session.id, machine, body.command, body.arguments ?? {}, person) }
}

function execute(session, machine, name, args, person) {
  const one = { id: randomUUID(), session, machine: machine.id, command: name, arguments: args, person: { id: person.id, name: person.name }, step: 'sent', steps: [] }
  commands.push(one)
  const step = (word, detail = '') => {
    one.step = word
    one.steps = [...one.steps, { step: word, at: iso(Date.now()), detail }]
    tell(machine.id, { t: 'command', ...one })
  }
  step('sent')
  const stops = machine.commands.find((each) => each.name === name)?.class === 'stop'
  setTimeout(() => step('accepted', 'status 0'), 150)
  setTimeout(() => step('executing'), 300)
  setTimeout(() => {
    if (stops) running.delete(machine.id)
    else if (name !== 'load') running.set(machine.id, Date.now())
    step('confirmed', 'measured')
    tellState(machine.id)
  }, 900)
  return one
}

const tell = (machine, frame) => {
  for (const socket of sockets) if (socket.machines.has(machine)) socket.send(frame)
}
const stateOf = (machine) => (running.has(machine.id) ? 'running' : machine.state)
const tellState = (id) => {
  const machine = machines.find((one) => one.id === id)
  const session = sessions.find((one) => one.machine === id && one.state === 'active') ?? null
  tell(id, { t: 'state', machine: id, state: stateOf(machine), link: machine.link.state, session })
}

function figuresOf(buckets) {
  const numbers = buckets.map((bucket) => bucket[5]).filter((value) => typeof value === 'number')
  const mean = numbers.length ? numbers.reduce((sum, value) => sum + value, 0) / numbers.length : null
  const min = numbers.length ? Math.min(...buckets.map((bucket) => bucket[1])) : null
  const max = numbers.length ? Math.max(...buckets.map((bucket) => bucket[3])) : null
  return { readings: buckets.length * 10, min, max, mean, timeMean: mean, last: buckets.at(-1)?.[6] ?? null, lastAt: null }
}

function telemetry(id, query) {
  const from = Date.parse(query.get('from'))
  const to = Math.min(Date.now(), Date.parse(query.get('to')))
  const count = Math.min(Number(query.get('points') ?? 1000), 600)
  const bucketMs = Math.max(1, Math.round((to - from) / count))
  const machine = machines.find((one) => one.id === id)
  const wanted = query.get('signals')?.split(',') ?? machine.signals.map((one) => one.name)
  const gap = [from + (to - from) * 0.6, from + (to - from) * 0.66]
  const signals = wanted.map((signal) => {
    const buckets = []
    for (let t = from; t < to; t += bucketMs) {
      if (to - from > 10 * minute && t > gap[0] && t < gap[1]) continue
      const value = values(id, from, t)[signal]
      const spread = Math.abs(value) * 0.02
      buckets.push([t, value - spread, t, value + spread, t + 1, value, value, 10])
    }
    const gaps = to - from > 10 * minute ? [{ from: iso(gap[0]), to: iso(gap[1]), reason: 'link-lost' }] : []
    const before = query.has('before') ? { signal, t: iso(from - 42 * minute), sourceTime: iso(from - 42 * minute), value: values(id, undefined, from)[signal], quality: 'good' } : undefined
    return { signal, unit: machine.signals.find((one) => one.name === signal)?.unit ?? null, ...(before ? { before } : {}), buckets, gaps, figures: figuresOf(buckets) }
  })
  return { from: iso(from), to: iso(to), bucketMs, signals }
}

function utilisation(query) {
  const openMinutes = (Date.parse(query.get('to')) - Date.parse(query.get('from'))) / minute
  const figures = (share, bookings) => ({
    openMinutes, bookedMinutes: openMinutes * share, usedMinutes: (openMinutes * share) / 2, idleMinutes: (openMinutes * share) / 2, utilisation: share, effective: share / 2,
    leadMedianMinutes: bookings ? 90 : null, leadP90Minutes: bookings ? 4000 : null, bookings, states: { completed: bookings, cancelled: 0, 'no-show': 0 },
  })
  const items = machines.map(({ id, name }, i) => ({ group: { id, name }, ...figures(i / 10, i * 3) }))
  return { status: 200, body: { from: query.get('from'), to: query.get('to'), by: query.get('by') ?? 'machine', total: figures(0.15, 18), items } }
}

const person = (request) => people[/mock=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '']
const ownStop = (machine) => machine.end?.command ?? 'stop'

function answer(method, path, query, body, request) {
  const who = person(request)
  if (path === '/sign-in') {
    const found = body.password === 'fucina-demo' ? people[body.email] : undefined
    return found ? { status: 200, body: { token: 'mock', expiresAt: iso(Date.now() + 1e7), me: found }, cookie: `mock=${body.email}; Path=/; HttpOnly` } : problem(401, 'Wrong.')
  }
  if (!who) return problem(401, 'Not signed in.')
  if (path === '/sign-out') return { status: 204, cookie: 'mock=; Path=/; Max-Age=0' }
  if (path === '/me') return { status: 200, body: who }
  if (path.startsWith('/profiles/')) return { status: 200, body: { protocol: path.includes('printer') ? 'mqtt' : 'opc-ua' } }
  if (path === '/centres') return { status: 200, body: list(centres) }
  const standing = (machine) => ({ ...machine, state: stateOf(machine) })
  if (path === '/machines') return { status: 200, body: list(machines.map(standing)) }
  if (path === '/certificates/own') return { status: 200, body: { ...certificates[0], fingerprint: 'c4'.repeat(32), subject: 'CN=fucina', applicationUri: 'urn:fucina', pem: '-----BEGIN CERTIFICATE-----\n' } }
  if (path === '/certificates') return { status: 200, body: list(certificates.filter((one) => !query.has('state') || one.state === query.get('state'))) }
  if (path === '/occupancy') {
    const closed = machines.filter((one) => one.rules.opening.length > 0).flatMap(({ id }) => {
      const days = []
      for (let day = Date.parse(query.get('from')); day < Date.parse(query.get('to')); day += 1440 * minute) days.push({ machine: id, from: iso(day), to: iso(day + 480 * minute), kind: 'closed' }, { machine: id, from: iso(day + 1080 * minute), to: iso(day + 1440 * minute), kind: 'closed' })
      return days
    })
    const taken = sessions.filter((one) => one.state !== 'ended').map((one) => ({ machine: one.machine, from: one.from, to: one.to, kind: one.organisation.id === who.organisation.id ? 'mine' : 'booked', ...(one.organisation.id === who.organisation.id ? { organisation: one.organisation } : {}) }))
    return { status: 200, body: { items: [...closed, ...taken].filter((one) => !query.has('machine') || one.machine === query.get('machine')) } }
  }
  if (path === '/availability') {
    const length = Number(query.get('minutes')) * minute
    const start = Math.max(Date.parse(query.get('from')), Date.now())
    const slots = []
    for (let at = Math.floor(start / minute) * minute; slots.length < 60 && at < Date.parse(query.get('to')); at += length) for (const { id, rules, profile } of machines) if (query.get('family') === null || profile.family === query.get('family')) if (length <= rules.maxMinutes * minute && !sessions.some((one) => one.machine === id && overlaps(one, at, at + length))) slots.push({ machine: id, from: iso(at), to: iso(at + length) })
    return { status: 200, body: { slots } }
  }
  if (path === '/alarms') return { status: 200, body: list([]) }
  if (path === '/audit') return { status: 200, body: list(audit.filter((one) => !query.has('subject') || one.subject === query.get('subject'))) }
  if (path === '/utilisation') return utilisation(query)
  if (path === '/bookings' && method === 'POST') return book(body, who)
  const staff = who.centre !== null
  if (path === '/sessions') return { status: 200, body: list(sessions.filter((one) => staff || one.organisation.id === who.organisation.id).toReversed()) }

  const [, area, id, what, sub] = path.split('/')
  if (area === 'bookings' && method === 'DELETE') {
    const at = sessions.findIndex((one) => one.booking === id)
    if (at >= 0) sessions.splice(at, 1)
    return { status: 204 }
  }
  if (area === 'certificates') {
    const one = certificates.find(({ fingerprint }) => fingerprint === id)
    one.state = what === 'trust' ? 'trusted' : 'rejected'
    return { status: 200, body: one }
  }
  if (area === 'machines') {
    const machine = machines.find((one) => one.id === id)
    if (!machine) return problem(404, 'No such machine.')
    if (!what) return { status: 200, body: standing(machine) }
    if (what === 'stop') return { status: 202, body: execute(sessions.find((one) => one.machine === id && one.state === 'active')?.id ?? null, machine, ownStop(machine), {}, who) }
    if (what === 'latest') return { status: 200, body: { items: Object.entries(values(id, running.get(id), Date.now())).map(([signal, value]) => ({ signal, t: iso(Date.now()), sourceTime: iso(Date.now()), value, quality: 'good' })) } }
    if (what === 'telemetry') return { status: 200, body: telemetry(id, query) }
    if (what === 'alarms') return { status: 200, body: list([]) }
  }
  if (area === 'sessions') {
    const session = sessions.find((one) => one.id === id)
    if (!session) return problem(404, 'No such session.')
    if (what === 'commands') return method === 'POST' ? command(session, body, who) : sub ? { status: 200, body: commands.find((one) => one.id === sub) } : { status: 200, body: list(commands.filter((one) => one.session === id)) }
    if (what === 'alarms') return { status: 200, body: list([]) }
    const self = { id: who.id, name: who.name }
    if (what === 'join') session.operator = self
    if (what === 'consent') {
      session.consent = method === 'POST' ? { technician: self, at: iso(Date.now()) } : null
      session.withdrawal = method === 'POST' ? null : { person: self, at: iso(Date.now()) }
      note(who, method === 'POST' ? 'consent.given' : 'consent.withdrawn', session.id, { machine: session.machine })
    }
    if (what === 'extend') session.to = iso(Date.parse(session.to) + body.minutes * minute)
    if (what === 'end') end(session, 'ended-by-operator')
    if (what) tellState(session.machine)
    return { status: 200, body: session }
  }
  return problem(404, `The mock knows no ${method} ${path}.`)
}

function end(session, reason) {
  Object.assign(session, { state: 'ended', endedAt: iso(Date.now()), endReason: reason, endOutcome: 'confirmed-safe' })
  running.delete(session.machine)
  tell(session.machine, { t: 'closed', machine: session.machine, reason: 'window-ended' })
}

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://mock')
  if (!url.pathname.startsWith('/api/v1')) {
    const file = join(dist, normalize(url.pathname === '/' ? '/index.html' : url.pathname))
    if (!existsSync(file) || !statSync(file).isFile()) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'content-security-policy': policy })
    return void createReadStream(file).pipe(response)
  }
  let text = ''
  request.on('data', (part) => (text += part))
  request.on('end', () => {
    const done = answer(request.method, url.pathname.slice('/api/v1'.length), url.searchParams, text === '' ? undefined : JSON.parse(text), request)
    const headers = { 'content-type': done.problem ? 'application/problem+json' : 'application/json', ...(done.cookie ? { 'set-cookie': done.cookie } : {}) }
    response.writeHead(done.status, headers).end(done.status === 204 ? undefined : JSON.stringify(done.problem ?? done.body))
  })
})

// As much of RFC 6455 as short text frames need.
server.on('upgrade', (request, socket) => {
  if (!person(request)) return socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n')
  const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`)
  const client = { machines: new Map(), send }
  sockets.add(client)
  function send(frame) {
    const payload = Buffer.from(JSON.stringify(frame))
    const head = payload.length < 126 ? Buffer.from([0x81, payload.length]) : Buffer.from([0x81, 126, payload.length >> 8, payload.length & 255])
    if (socket.writable) socket.write(Buffer.concat([head, payload]))
  }
  let waiting = Buffer.alloc(0)
  socket.on('data', (part) => {
    waiting = Buffer.concat([waiting, part])
    while (waiting.length >= 6) {
      const short = waiting[1] & 127
      const at = short === 126 ? 4 : 2
      const length = short === 126 ? waiting.readUInt16BE(2) : short
      if (waiting.length < at + 4 + length) return
      const mask = waiting.subarray(at, at + 4)
      const payload = Buffer.from(waiting.subarray(at + 4, at + 4 + length)).map((byte, i) => byte ^ mask[i % 4])
      if ((waiting[0] & 15) === 1) hear(JSON.parse(payload.toString()))
      else if ((waiting[0] & 15) === 8) socket.end()
      waiting = waiting.subarray(at + 4 + length)
    }
  })
  function hear(message) {
    for (const { machine, signals } of message.subscribe ?? []) {
      const names = signals ?? machines.find((one) => one.id === machine).signals.map((one) => one.name)
      client.machines.set(machine, names)
      send({ t: 'subscribed', machine, signals: names })
      tellState(machine)
    }
    for (const { machine } of message.unsubscribe ?? []) client.machines.delete(machine)
  }
  const beat = setInterval(() => {
    for (const [machine, names] of client.machines) {
      if (names.length === 0) continue
      const now = Date.now()
      const all = values(machine, running.get(machine), now)
      send({ t: 'values', machine, v: names.map((name, i) => [i, now, all[name], 'good']) })
    }
  }, 100)
  const gone = () => {
    clearInterval(beat)
    sockets.delete(client)
  }
  socket.on('close', gone)
  socket.on('error', gone)
})

setInterval(() => {
  for (const session of sessions) {
    if (session.state === 'scheduled' && Date.parse(session.from) <= Date.now()) Object.assign(session, { state: 'active', startedAt: session.from })
    if (session.state === 'active' && Date.parse(session.to) <= Date.now()) end(session, 'window-ended')
  }
}, 200)

server.listen(port, '127.0.0.1', () => console.log(`mock gateway: http://127.0.0.1:${port}`))
