import type { Person } from './api'
import { asProblem, get, onSignedOut, post } from './http'

/** Who sits at this desk. */
class Me {
  person = $state.raw<Person | undefined>()
  /** The first answer is there, whichever it was. */
  asked = $state(false)
  /** Signed in before, and the gateway forgot: the page stays, with a sign-in over it. */
  expired = $state(false)

  constructor() {
    onSignedOut(() => {
      if (this.person) this.expired = true
    })
  }

  async ask(): Promise<void> {
    try {
      this.person = await get<Person>('/me')
    } catch (fault) {
      if (asProblem(fault).status !== 401) throw fault
    } finally {
      this.asked = true
    }
  }

  async signIn(email: string, password: string): Promise<void> {
    const { me: person } = await post<{ me: Person }>('/sign-in', { email, password })
    // Somebody else at the same desk starts afresh: nothing the one before typed or saw stays on screen.
    if (this.expired && this.person?.id !== person.id) location.reload()
    this.person = person
    this.expired = false
  }

  async signOut(): Promise<void> {
    await post('/sign-out').catch(asProblem)
    location.hash = ''
    location.reload()
  }

  get books(): boolean {
    return this.person?.role === 'member' || this.person?.role === 'administrator'
  }

  get staff(): boolean {
    return this.person !== undefined && ['technician', 'coordinator', 'administrator'].includes(this.person.role)
  }

  /** Watches the session rooms of the own organisation, and commands nothing. */
  get watches(): boolean {
    return this.person?.role === 'watcher'
  }

  get administrator(): boolean {
    return this.person?.role === 'administrator'
  }

  get technician(): boolean {
    return this.person?.role === 'technician'
  }
}

export const me = new Me()
