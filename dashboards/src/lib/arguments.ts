import type { Argument, Scalar } from './api'

export type Flaw = 'required' | 'notAllowed' | 'outOfRange' | 'notApproved'

export type Read = { ok: true; value: Scalar | undefined } | { ok: false; flaw: Flaw }

/** What a field's text means for an argument; the gateway judges again. */
export function readArgument(argument: Argument, text: string): Read {
  const typed = text.trim()
  if (argument.allowList && argument.allowed.length === 0) return { ok: false, flaw: 'notApproved' }
  if (typed === '') {
    return argument.required && argument.default === null ? { ok: false, flaw: 'required' } : { ok: true, value: undefined }
  }
  const value = scalar(argument, typed)
  if (value === undefined) return { ok: false, flaw: 'notAllowed' }
  if (argument.allowed.length > 0 && !argument.allowed.includes(value)) return { ok: false, flaw: 'notAllowed' }
  if (typeof value === 'number') {
    const low = argument.minimum !== null && value < argument.minimum
    const high = argument.maximum !== null && value > argument.maximum
    if (low || high) return { ok: false, flaw: 'outOfRange' }
  }
  if (typeof value === 'string' && argument.pattern !== null && !whole(argument.pattern).test(value)) {
    return { ok: false, flaw: 'notAllowed' }
  }
  return { ok: true, value }
}

function scalar(argument: Argument, typed: string): Scalar | undefined {
  if (argument.type === 'string') return typed
  if (argument.type === 'boolean') return typed === 'true' ? true : typed === 'false' ? false : undefined
  const number = Number(typed.replace(',', '.'))
  if (Number.isNaN(number)) return undefined
  return argument.type === 'integer' && !Number.isInteger(number) ? undefined : number
}

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`)
