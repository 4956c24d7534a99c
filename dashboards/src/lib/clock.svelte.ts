// The gateway's clock as this page knows it: windows end by it, whatever the desk's own clock says.
let offset = 0
let known = false

/** The answer's Date header has whole seconds, so half a second is the best guess of the rest. */
export function heardServerTime(header: string | null): void {
  const told = header ? Date.parse(header) : Number.NaN
  if (Number.isNaN(told)) return
  const seen = told + 500 - Date.now()
  if (!known || Math.abs(seen - offset) > 1500) {
    offset = Math.abs(seen) < 1500 ? 0 : seen
    known = true
  }
}

/** Now, in the gateway's milliseconds. */
export function serverNow(): number {
  return Date.now() + offset
}

class Clock {
  /** Milliseconds, renewed each second; what reads it is shown anew. */
  now = $state(Date.now())

  constructor() {
    setInterval(() => (this.now = serverNow()), 1000)
  }
}

export const clock = new Clock()
