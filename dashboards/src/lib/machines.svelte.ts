import { SvelteMap } from 'svelte/reactivity'
import { live } from '../live/socket.svelte'
import type { LinkState, List, Machine, MachineState, Session, Slot } from './api'
import { Ask } from './ask.svelte'
import { serverNow } from './clock.svelte'
import { get, query } from './http'

export interface Standing {
  state: MachineState
  link: LinkState
  session: Session | null | undefined
}

/** More than the live socket takes in one connection would be refused. */
const mostLive = 60

/** All machines, and how each stands right now. */
class Machines {
  readonly ask = new Ask(() => get<List<Machine>>('/machines?limit=500'))
  /** With a centre's drafts, which its staff alone is told of. */
  readonly known = $derived(this.ask.value?.items ?? [])
  readonly all = $derived(this.known.filter((machine) => machine.published !== false))

  private readonly heard = new SvelteMap<string, Standing>()

  find(id: string): Machine | undefined {
    return this.all.find((machine) => machine.id === id)
  }

  standing(machine: Machine): Standing {
    return this.heard.get(machine.id) ?? { state: machine.state, link: machine.link.state, session: undefined }
  }

  /** Hears of every state change until the answer is called. */
  follow(machines: Machine[], onChange: () => void = () => {}): () => void {
    const stops = machines.slice(0, mostLive).map(({ id }) =>
      live.listen(id, [], {
        onFrame: (frame) => {
          if (frame.t !== 'state') return
          this.heard.set(id, { state: frame.state, link: frame.link, session: frame.session })
          onChange()
        },
        // What was heard is old now; the list's own words count until the line is back.
        onDown: () => this.heard.delete(id),
      }),
    )
    return () => stops.forEach((stop) => stop())
  }

  /** The first free slot of each machine in the next seven days; machines beyond the answer's limit are left out. */
  async firstFree(minutes: number): Promise<Map<string, Slot | undefined>> {
    const from = serverNow()
    const limit = 500
    const { slots } = await get<{ slots: Slot[] }>(
      `/availability${query({ from: new Date(from).toISOString(), to: new Date(from + 7 * 86_400_000).toISOString(), minutes, limit })}`,
    )
    const first = new Map<string, Slot | undefined>()
    for (const slot of slots) if (!first.has(slot.machine)) first.set(slot.machine, slot)
    if (slots.length < limit) for (const { id } of this.all) if (!first.has(id)) first.set(id, undefined)
    return first
  }
}

export const machines = new Machines()
