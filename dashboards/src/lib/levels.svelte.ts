import { asProblem, post, type Problem } from './http'
import type { BrowsedLevel, BrowsedNode } from './wire'

const page = 100

/** The children of one node, a page at a time, asked for when somebody opens it and never before. */
export class Level {
  nodes = $state.raw<BrowsedNode[]>([])
  next = $state<string | null>(null)
  asked = $state(false)
  busy = $state(false)
  problem = $state.raw<Problem | undefined>()
  open = $state(false)
  /** Where the answer says it is, and what the children's names begin with. */
  path = $state<string | null>(null)
  prefix = $state<string | null>(null)

  private readonly below = new Map<string, Level>()

  constructor(
    private readonly machine: string,
    private readonly from: { node?: string; path?: string },
  ) {}

  /** The level under a child; made once. */
  under(node: BrowsedNode): Level {
    let level = this.below.get(node.nodeId)
    if (!level) {
      level = new Level(this.machine, { node: node.nodeId })
      this.below.set(node.nodeId, level)
    }
    return level
  }

  async toggle(): Promise<void> {
    this.open = !this.open
    if (this.open && !this.asked) await this.more()
  }

  async more(): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.problem = undefined
    try {
      const after = this.next === null ? {} : { after: this.next }
      const level = await post<BrowsedLevel>('/opcua/browse', { machine: this.machine, limit: page, ...this.from, ...after })
      this.nodes = [...this.nodes, ...level.items]
      this.next = level.next
      this.path = level.path
      this.prefix = level.prefix
      this.asked = true
    } catch (fault) {
      this.problem = asProblem(fault)
    } finally {
      this.busy = false
    }
  }
}
