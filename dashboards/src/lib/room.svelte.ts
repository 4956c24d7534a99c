import { Feed, type FeedEvent } from '../live/feed.svelte'
import { live } from '../live/socket.svelte'
import { standingAfter } from './alarms'
import type { Alarm, CommandAnswer, LinkState, List, Machine, MachineState, Scalar, Session } from './api'
import { i18n } from '../i18n/index.svelte'
import { agenda } from './agenda.svelte'
import { clock, serverNow } from './clock.svelte'
import { stopOf } from './commands'
import { freshId } from './fresh'
import { asProblem, get, post, type Problem } from './http'
import { clockTime } from './time'
import { me } from './me.svelte'

/** Something that happened, as the log shows it; the words come with the language. */
export type Entry = { at: number; key: string } & (
  | { kind: 'command'; command: string; step: CommandAnswer['step']; detail: string }
  | { kind: 'operator'; name: string | undefined }
  | { kind: 'consent'; given: boolean; name: string | undefined }
  | { kind: 'link'; link: LinkState }
  | { kind: 'state'; state: MachineState }
  | { kind: 'session'; state: Session['state'] }
  | { kind: 'alarm'; alarm: Alarm }
)

/** An entry before it is put into the log. */
type Happened = Entry extends infer E ? (E extends Entry ? Omit<E, 'at' | 'key'> : never) : never

export type Closed = 'window-ended' | 'revoked' | 'signed-out' | 'ended'

const logLength = 200

/** A session's room: the session, its machine's values, its commands, and what happened. */
export class Room {
  session = $state.raw<Session>() as Session
  readonly feed: Feed
  commands = $state.raw<CommandAnswer[]>([])
  /** Those that hold now, the gravest first. */
  alarms = $state.raw<Alarm[]>([])
  log = $state.raw<Entry[]>([])
  closed = $state<Closed | undefined>()
  refused = $state('')
  /** The command on its way to the gateway, until it answers. */
  sending = $state('')
  problem = $state.raw<{ command: string; problem: Problem; key: string; local: boolean } | undefined>()

  private timers: ReturnType<typeof setInterval>[] = []
  private entries = 0

  /** As it was last asked for; what is approved on it may change while nobody has consented. */
  machine = $state.raw<Machine>() as Machine

  constructor(session: Session, machine: Machine) {
    this.session = session
    this.machine = machine
    this.feed = new Feed(machine, (event) => this.hear(event))
  }

  readonly operates = $derived(this.session.operator !== null && this.session.operator.id === me.person?.id)

  /** Where the consent stands, in words. */
  readonly consentText = $derived.by(() => {
    const { t } = i18n
    const { consent, withdrawal } = this.session
    if (consent) return t.room.consentGiven(consent.technician.name)
    if (!withdrawal) return t.room.consentMissing
    const at = this.clockOf(withdrawal.at)
    return withdrawal.person.id === 'gateway' ? t.room.consentFault(at) : t.room.consentWithdrawn(withdrawal.person.name, at)
  })

  /** Why the machine stands still through no doing of the operator's; empty where it does not. */
  readonly stoppedText = $derived.by(() => {
    const { t } = i18n
    const { consent, withdrawal } = this.session
    if (withdrawal && !consent) {
      const at = this.clockOf(withdrawal.at)
      if (withdrawal.person.id === 'gateway') return t.room.faulted(at)
      const stopped = this.commands.some((command) => command.steps[0]?.detail.includes('consent-withdrawn'))
      return stopped ? t.room.withdrewStopped(withdrawal.person.name, at) : t.room.withdrew(withdrawal.person.name, at)
    }
    const last = this.commands.at(-1)
    const others = last && ![this.session.operator?.id, me.person?.id, 'gateway'].includes(last.person.id)
    return others && last.command === stopOf(this.machine)?.name ? t.room.stoppedBy(last.person.name, this.clockOf(last.steps[0]!.at)) : ''
  })

  private clockOf(at: string): string {
    return clockTime(at, i18n.lang, this.machine.zone)
  }

  open(): void {
    void this.feed.open()
    void this.askCommands()
    this.timers = [
      setInterval(() => this.present(), 1000),
      setInterval(() => void this.askSession(), 5000),
      setInterval(() => live.blocked && void this.askAll(), 1500),
    ]
  }

  leave(): void {
    this.timers.forEach(clearInterval)
    this.feed.close()
  }

  join(): Promise<void> {
    return this.change('join')
  }

  end(): Promise<void> {
    return this.change('end')
  }

  extend(minutes: number): Promise<void> {
    return this.change('extend', { minutes })
  }

  handOver(to: string): Promise<void> {
    return this.change('hand-over', { to })
  }

  /** Sends a command once; a press is a new nonce. */
  async send(command: string, args: Record<string, Scalar>): Promise<void> {
    this.sending = command
    this.problem = undefined
    try {
      const body = { command, arguments: args, nonce: freshId() }
      this.take(await post<CommandAnswer>(`/sessions/${this.session.id}/commands`, body))
    } catch (fault) {
      this.refuse(command, asProblem(fault))
    } finally {
      if (this.sending === command) this.sending = ''
    }
  }

  /** The profile's stop: every press is sent, whatever stands otherwise. */
  async stop(): Promise<void> {
    this.problem = undefined
    try {
      this.take(await post<CommandAnswer>(`/machines/${this.machine.id}/stop`, {}))
    } catch (fault) {
      this.refuse('stop', asProblem(fault))
    }
  }

  /** Shows why a command was not sent, at its card and in the bar that stays in sight. */
  refuse(command: string, problem: Problem, local = false): void {
    this.problem = { command, problem, key: freshId(), local }
    if (problem.refusals.some(({ rule }) => rule === 'allow-list')) void this.askMachine()
  }

  private async askMachine(): Promise<void> {
    const machine = await get<Machine>(`/machines/${this.machine.id}`).catch(() => undefined)
    if (machine) this.machine = machine
  }

  private async change(what: string, body?: object): Promise<void> {
    this.adopt(await post<Session>(`/sessions/${this.session.id}/${what}`, body))
  }

  private present(): void {
    if (this.operates && !document.hidden && this.session.state === 'active') live.present(this.session.id)
    // The gateway says when the window ends; a page that lost its line finds out by itself.
    if (this.closed === undefined && clock.now > Date.parse(this.session.to) + 3000) void this.askSession()
  }

  private async askSession(): Promise<void> {
    if (this.closed !== undefined || document.hidden) return
    try {
      this.adopt(await get<Session>(`/sessions/${this.session.id}`))
    } catch (fault) {
      if (asProblem(fault).status === 404) this.closed = 'revoked'
    }
  }

  /** How it ended is known when the machine is at rest; asked for a few times. */
  private async askEnd(times: number): Promise<void> {
    const session = await get<Session>(`/sessions/${this.session.id}`).catch(() => undefined)
    if (session) this.session = session
    if (session && isOver(session)) void agenda.ask.run()
    else if (times > 0) setTimeout(() => void this.askEnd(times - 1), 1000)
  }

  /** What the live channel would tell, the plain way. */
  private async askAll(): Promise<void> {
    if (this.closed !== undefined || document.hidden) return
    await Promise.all([this.askSession(), this.askCommands(), this.feed.askStanding(), this.askAlarms()])
  }

  private async askAlarms(): Promise<void> {
    const answer = await get<List<Alarm>>(`/machines/${this.machine.id}/alarms?state=standing`).catch(() => undefined)
    if (answer === undefined) return
    this.alarms = standingAfter(this.alarms, { t: 'alarms', standing: answer.items.map(({ id }) => id) })
    for (const alarm of answer.items) this.alarm({ t: 'alarm', ...alarm })
  }

  private async askCommands(): Promise<void> {
    const { items } = await get<List<CommandAnswer>>(`/sessions/${this.session.id}/commands`).catch(() => ({ items: [] }))
    for (const command of items) this.take(command)
  }

  private hear(event: FeedEvent): void {
    switch (event.t) {
      case 'state': {
        const last = (kind: 'link' | 'state') => this.log.find((entry) => entry.kind === kind)
        const link = last('link')
        const machineState = last('state')
        if (link?.kind !== 'link' || link.link !== event.link) this.note({ kind: 'link', link: event.link })
        if (machineState?.kind !== 'state' || machineState.state !== event.state) this.note({ kind: 'state', state: event.state })
        if (event.session?.id === this.session.id) this.adopt(event.session)
        break
      }
      case 'command':
        if (event.session === this.session.id || event.session === null) this.take(event)
        break
      case 'alarms':
        this.alarms = standingAfter(this.alarms, event)
        break
      case 'alarm':
        this.alarm(event)
        break
      case 'refused':
        this.refused = event.detail
        break
      case 'closed':
        // Closed before its time it was ended by hand; the session says by whom.
        this.closed = event.reason === 'window-ended' && serverNow() < Date.parse(this.session.to) - 1500 ? 'ended' : event.reason
        if (this.closed !== 'signed-out') void this.askEnd(10)
    }
  }

  /** Puts an alarm in; what of it is new goes into the log under its own time. */
  private alarm(frame: { t: 'alarm' } & Alarm): void {
    const before = this.alarms.find(({ id }) => id === frame.id)
    this.alarms = standingAfter(this.alarms, frame)
    const held = frame.state !== 'cleared'
    if (before === undefined && held) this.note({ kind: 'alarm', alarm: { ...frame, state: 'active' } }, Date.parse(frame.raisedAt))
    if (frame.acknowledgement && held && before?.acknowledgement == null) {
      this.note({ kind: 'alarm', alarm: frame }, Date.parse(frame.acknowledgement.at))
    }
    if (before !== undefined && frame.clearedAt) this.note({ kind: 'alarm', alarm: frame }, Date.parse(frame.clearedAt))
  }

  private adopt(session: Session): void {
    const before = this.session
    this.session = session
    if (before.operator?.id !== session.operator?.id) this.note({ kind: 'operator', name: session.operator?.name })
    if ((before.consent === null) !== (session.consent === null)) {
      const given = session.consent !== null
      if (given) void this.askMachine()
      this.note({ kind: 'consent', given, name: given ? session.consent?.technician.name : session.withdrawal?.person.name })
    }
    if (before.state !== session.state) {
      this.note({ kind: 'session', state: session.state })
      if (session.state === 'active' && this.refused !== '') this.refused = ''
    }
    if (isOver(session) && this.closed === undefined) {
      this.closed = session.endReason === 'window-ended' || session.endReason === 'revoked' ? session.endReason : 'ended'
    }
  }

  /** Puts in a command or its next steps; an answer that came late never takes a step back. */
  private take(command: CommandAnswer): void {
    const known = this.commands.find((other) => other.id === command.id)
    if (known && known.steps.length >= command.steps.length) return
    this.commands = known
      ? this.commands.map((other) => (other.id === command.id ? command : other))
      : [...this.commands, command]
    for (const { step, at, detail } of command.steps.slice(known?.steps.length ?? 0)) {
      this.note({ kind: 'command', command: command.command, step, detail }, Date.parse(at))
    }
  }

  private note(entry: Happened, at = serverNow()): void {
    const whole = { ...entry, at, key: String(this.entries++) } as Entry
    this.log = [whole, ...this.log].sort((a, b) => b.at - a.at).slice(0, logLength)
  }
}

export const isOver = (session: Session): boolean => session.state === 'ended' || session.state === 'quarantined'
