import { untrack } from 'svelte'
import { listsOf } from './allowlists'
import type { AllowLists } from './api'
import { Ask } from './ask.svelte'
import { blank, connectionOf, isId, rulesOf, typedOf, valueAt, type Typed } from './draft'
import { asProblem, get, patch, post, Problem, remove } from './http'
import { me } from './me.svelte'
import type { ConnectionTest, LabMachine, Place, Profile } from './wire'

const keyOf = (machine: string | undefined): string => `fucina.registration.${me.person?.id ?? ''}.${machine ?? 'new'}`

/**
 * One machine on its way into the registry. What is typed stays in this browser from the first letter on, without
 * secrets; from the address on the gateway keeps it as a draft.
 */
export class Registration {
  typed = $state<Typed>(blank('Europe/Rome'))
  password = $state('')
  userKey = $state('')

  /** As the gateway keeps it. */
  kept = $state.raw<LabMachine | undefined>()
  trial = $state.raw<ConnectionTest | undefined>()
  problem = $state.raw<Problem | undefined>()
  busy = $state<'' | 'save' | 'trial' | 'publish'>('')
  savedAt = $state<number | undefined>()
  done = $state(false)
  ready = $state(false)
  private sent = $state('')
  /** What stood in each field the gateway refused. */
  private refused = $state.raw<Record<string, string>>({})

  readonly profile = new Ask(async () => {
    const { profile, version } = this.typed
    return get<Profile>(`/profiles/${encodeURIComponent(profile)}${version === '' ? '' : `?version=${version}`}`)
  })

  private readonly key: string

  constructor(resumed: string | undefined) {
    this.key = keyOf(resumed)
  }

  get protocol(): Profile['protocol'] {
    return this.profile.value?.protocol ?? 'opc-ua'
  }

  /** All typed is on the gateway too. */
  readonly synced = $derived(this.sent !== '' && this.sent === this.wire() && this.password === '' && this.userKey === '')

  /** Takes up what this browser or the gateway knows of it. */
  async start(resumed: string | undefined): Promise<void> {
    const local = this.local()
    const machine = resumed ?? local?.machine
    if (local) this.typed = { ...blank('Europe/Rome'), ...local }
    try {
      if (machine) {
        this.kept = await get<LabMachine>(`/machines/${encodeURIComponent(machine)}`)
        if (!local) this.typed = typedOf(this.kept)
        if (this.kept.published && !resumed) this.forget()
      }
    } catch (fault) {
      const problem = asProblem(fault)
      // Thrown away elsewhere: what was typed here begins it anew.
      if (problem.status === 404 && local) this.typed.machine = ''
      else this.problem = problem
    }
    if (this.typed.profile !== '') await this.profile.run()
    if (this.kept) this.sent = this.wire(typedOf(this.kept))
    this.ready = true
  }

  private local(): Typed | undefined {
    try {
      const text = localStorage.getItem(this.key)
      return text === null ? undefined : (JSON.parse(text) as Typed)
    } catch {
      return undefined
    }
  }

  /** For use in $effect: every letter typed stays. */
  remember(): void {
    const text = JSON.stringify(this.typed)
    if (untrack(() => this.ready && !this.done)) localStorage.setItem(this.key, text)
  }

  forget(): void {
    localStorage.removeItem(this.key)
    this.typed = blank('Europe/Rome')
    this.password = ''
    this.userKey = ''
    this.kept = undefined
    this.trial = undefined
    this.problem = undefined
    this.savedAt = undefined
    this.sent = ''
    this.done = false
  }

  async choose(profile: string, version: string): Promise<void> {
    if (this.typed.profile !== profile) {
      this.typed.places = {}
      this.typed.allowLists = {}
    }
    this.typed.profile = profile
    this.typed.version = version
    await this.profile.run()
  }

  assign(signal: string, place: Place | undefined): void {
    const others = { ...this.typed.places }
    delete others[signal]
    this.typed.places = place === undefined ? others : { ...others, [signal]: place }
    this.trial = undefined
  }

  /** What the gateway refused, as far as nobody has corrected it yet. */
  readonly objection = $derived.by((): Problem | undefined => {
    const { problem } = this
    if (!problem || problem.errors.length === 0) return problem
    const errors = problem.errors.filter(({ field }) => this.refused[field] === this.valueOf(field))
    if (errors.length === problem.errors.length) return problem
    // Its sentence names all of them.
    return errors.length === 0 ? undefined : new Problem(problem.status, { ...problem, detail: '', errors })
  })

  private valueOf(field: string): string {
    return JSON.stringify(valueAt({ id: this.typed.id, centre: this.typed.centre, ...this.said() }, field)) ?? ''
  }

  /** What is wrong with a field, in the gateway's words; nothing once it is corrected. */
  flaw(field: string): string {
    return this.objection?.errors.find((error) => error.field === field)?.detail ?? ''
  }

  /** What is missing before the gateway can take the draft; none where it can. */
  readonly lacks = $derived.by((): ('profile' | 'name' | 'id' | 'endpoint')[] => {
    const { typed } = this
    const missing = {
      profile: typed.profile === '',
      name: typed.name.trim() === '',
      id: typed.machine === '' && !isId(typed.id),
      endpoint: typed.endpoint.trim() === '' && this.protocol === 'opc-ua',
    }
    return (Object.keys(missing) as (keyof typeof missing)[]).filter((one) => missing[one])
  })

  get addressed(): boolean {
    return this.lacks.length === 0
  }

  /** What goes to the gateway, without secrets, as one text to compare. */
  private wire(typed = this.typed): string {
    const connection = connectionOf(typed, this.protocol, { password: '', userKey: '' })
    return JSON.stringify([typed.name.trim(), typed.profile, typed.version, { ...connection, ...sorted(connection) }, rulesOf(typed.rules), this.approved(typed)])
  }

  /** What was approved goes with the draft; once published it changes on the machine's own page, from what stands there. */
  private approved(typed = this.typed): { allowLists?: AllowLists } {
    const profile = this.profile.value
    return !profile || this.kept?.published || profile.allowLists.length === 0
      ? {}
      : { allowLists: listsOf(typed.allowLists, profile.allowLists, profile.commands) }
  }

  /** What goes to the gateway, secrets too. */
  private said(): Record<string, unknown> {
    const { typed } = this
    return {
      name: typed.name.trim(),
      profile: typed.profile,
      ...(typed.version === '' ? {} : { profileVersion: typed.version }),
      connection: this.connection(),
      rules: rulesOf(typed.rules),
      ...this.approved(),
    }
  }

  private connection(): Record<string, unknown> {
    return connectionOf(this.typed, this.protocol, { password: this.password, userKey: this.userKey.trim() })
  }

  /** Brings the draft to the gateway; true where it took it. Without an address it stays in this browser. */
  async save(): Promise<boolean> {
    if (!this.addressed) return true
    if (this.synced) return true
    return this.attempt('save', async () => {
      const { typed } = this
      const sending = this.wire()
      const { password, userKey } = this
      const said = this.said()
      if (typed.machine === '') {
        const fresh = { id: typed.id, centre: me.person?.centre?.id ?? typed.centre, published: false, ...said }
        this.kept = await post<LabMachine>('/machines', fresh)
        typed.machine = this.kept.id
      } else {
        this.kept = await patch<LabMachine>(`/machines/${encodeURIComponent(typed.machine)}`, said)
      }
      // Without the secrets: the gateway has them now.
      if (this.password === password) this.password = ''
      if (this.userKey === userKey) this.userKey = ''
      this.sent = sending
      this.savedAt = Date.now()
    })
  }

  /** Connects as the link will and reads every signal. */
  async test(): Promise<void> {
    if (!(await this.save()) || this.typed.machine === '') return
    this.trial = undefined
    await this.attempt('trial', async () => {
      this.trial = await post<ConnectionTest>(`/machines/${encodeURIComponent(this.typed.machine)}/connection-test`, {})
    })
  }

  async publish(): Promise<void> {
    if (!(await this.save()) || this.typed.machine === '') return
    await this.attempt('publish', async () => {
      this.kept = await patch<LabMachine>(`/machines/${encodeURIComponent(this.typed.machine)}`, { published: true })
      this.done = true
      localStorage.removeItem(this.key)
    })
  }

  async discard(): Promise<boolean> {
    return this.attempt('save', async () => {
      if (this.typed.machine !== '' && !this.typed.published) await remove(`/machines/${encodeURIComponent(this.typed.machine)}`)
      this.forget()
    })
  }

  private async attempt(what: 'save' | 'trial' | 'publish', work: () => Promise<void>): Promise<boolean> {
    this.busy = what
    this.problem = undefined
    try {
      await work()
      return true
    } catch (fault) {
      const problem = asProblem(fault)
      this.refused = Object.fromEntries(problem.errors.map(({ field }) => [field, this.valueOf(field)]))
      this.problem = problem
      return false
    } finally {
      this.busy = ''
    }
  }
}

/** The gateway gives variables and places back in an order of its own. */
function sorted(connection: Record<string, unknown>): Record<string, unknown> {
  const inOrder = (all: unknown) => Object.fromEntries(Object.entries(all as object).sort(([a], [b]) => (a < b ? -1 : 1)))
  return { variables: inOrder(connection['variables']), signals: inOrder(connection['signals']) }
}
