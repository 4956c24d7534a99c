import type { Booking, Refusal, Slot } from './api'
import type { Occurrence } from './series'
import type { ProfileFlaw } from './wire'
import { i18n } from '../i18n/index.svelte'
import { heardServerTime } from './clock.svelte'

interface ProblemBody {
  type?: string
  title?: string
  detail?: string
  instance?: string
  errors?: { field: string; detail: string }[]
  refusals?: Refusal[]
  alternatives?: Slot[]
  bookings?: Booking[]
  flaws?: ProfileFlaw[]
  occurrences?: Occurrence[]
}

/** What the gateway, or the line to it, has to say against a call; status 0 is the line. */
export class Problem extends Error {
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly instance: string
  readonly errors: { field: string; detail: string }[]
  readonly refusals: Refusal[]
  readonly alternatives: Slot[]
  /** Those in the way of a blackout. */
  readonly bookings: Booking[]
  readonly flaws: ProfileFlaw[]
  readonly occurrences: Occurrence[]

  constructor(status: number, body: ProblemBody) {
    super(body.detail ?? body.title ?? `HTTP ${status}`)
    this.status = status
    this.title = body.title ?? ''
    this.detail = body.detail ?? ''
    this.instance = body.instance ?? ''
    this.errors = body.errors ?? []
    this.refusals = body.refusals ?? []
    this.alternatives = body.alternatives ?? []
    this.bookings = body.bookings ?? []
    this.flaws = body.flaws ?? []
    this.occurrences = body.occurrences ?? []
  }
}

let signedOut: () => void = () => {}

/** Who wants to know that the gateway no longer knows this person. */
export function onSignedOut(listener: () => void): void {
  signedOut = listener
}

async function problemOf(answer: Response): Promise<Problem> {
  const isJson = answer.headers.get('content-type')?.includes('json') ?? false
  const body: ProblemBody = isJson ? await answer.json().catch(() => ({})) : {}
  return new Problem(answer.status, { title: answer.statusText, ...body })
}

async function send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const asJson: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
  try {
    return await fetch(`/api/v1${path}`, {
      method,
      credentials: 'same-origin',
      headers: { accept: 'application/json', 'accept-language': i18n.lang, ...asJson, ...headers },
      // A text goes as it is, under the media type its sender names.
      body: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
    })
  } catch {
    throw new Problem(0, { title: 'network' })
  }
}

async function call<T>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<T> {
  const answer = await send(method, path, body, headers)
  heardServerTime(answer.headers.get('date'))
  if (answer.status === 401 && path !== '/sign-in') signedOut()
  if (!answer.ok) throw await problemOf(answer)
  const text = answer.status === 204 ? '' : await answer.text()
  return (text === '' ? undefined : JSON.parse(text)) as T
}

export const get = <T>(path: string) => call<T>('GET', path)
export const post = <T>(path: string, body?: unknown, headers?: Record<string, string>) => call<T>('POST', path, body, headers)
export const put = <T>(path: string, body: unknown) => call<T>('PUT', path, body)
export const patch = <T>(path: string, body: unknown, headers?: Record<string, string>) => call<T>('PATCH', path, body, headers)
export const remove = <T>(path: string, headers?: Record<string, string>) => call<T>('DELETE', path, undefined, headers)

/** A path's query, without what was left empty. */
export function query(parts: Record<string, string | number | boolean | undefined>): string {
  const pairs = Object.entries(parts).filter(([, value]) => value !== undefined && value !== '')
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)]))}`
}

/** Every fault as a Problem, so that a page has one thing to show. */
export function asProblem(fault: unknown): Problem {
  if (fault instanceof Problem) return fault
  console.error(fault)
  return new Problem(-1, { title: 'fault', detail: fault instanceof Error ? fault.message : String(fault) })
}
