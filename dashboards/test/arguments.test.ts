import { describe, expect, it } from 'vitest'
import { readArgument } from '../src/lib/arguments'
import { argumentOf } from './fixtures'

describe('an argument', () => {
  it('that is required and empty is missed, unless the profile has one to fall back on', () => {
    expect(readArgument(argumentOf('Name', { required: true }), ' ')).toEqual({ ok: false, flaw: 'required' })
    expect(readArgument(argumentOf('Mode', { required: true, default: 0 }), '')).toEqual({ ok: true, value: undefined })
  })

  it('of a list takes only what is in it', () => {
    const name = argumentOf('Name', { allowed: ['A', 'B'] })
    expect(readArgument(name, 'A')).toEqual({ ok: true, value: 'A' })
    expect(readArgument(name, 'C')).toEqual({ ok: false, flaw: 'notAllowed' })
  })

  it('of which nothing is approved takes nothing', () => {
    const name = argumentOf('Name', { required: true, allowList: true })
    expect(readArgument(name, 'A')).toEqual({ ok: false, flaw: 'notApproved' })
    expect(readArgument({ ...name, allowed: ['A'] }, 'A')).toEqual({ ok: true, value: 'A' })
  })

  it('is a number where the profile says so, with either decimal sign', () => {
    const speed = argumentOf('Speed', { type: 'number', minimum: 0, maximum: 10 })
    expect(readArgument(speed, '2,5')).toEqual({ ok: true, value: 2.5 })
    expect(readArgument(speed, '11')).toEqual({ ok: false, flaw: 'outOfRange' })
    expect(readArgument(speed, 'fast')).toEqual({ ok: false, flaw: 'notAllowed' })
    expect(readArgument(argumentOf('Mode', { type: 'integer' }), '1.5')).toEqual({ ok: false, flaw: 'notAllowed' })
  })

  it('has to match its pattern as a whole', () => {
    const file = argumentOf('filename', { pattern: '[\\w .()-]{1,120}\\.gcode' })
    expect(readArgument(file, 'benchy.gcode')).toEqual({ ok: true, value: 'benchy.gcode' })
    expect(readArgument(file, '../etc/benchy.gcode')).toEqual({ ok: false, flaw: 'notAllowed' })
  })

  it('is true or false', () => {
    expect(readArgument(argumentOf('On', { type: 'boolean' }), 'true')).toEqual({ ok: true, value: true })
  })
})
