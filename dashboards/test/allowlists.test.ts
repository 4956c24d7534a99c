import { describe, expect, it } from 'vitest'
import { listsOf, listTitle, typedLists } from '../src/lib/allowlists'
import { argumentOf, commandOf } from './fixtures'

const load = commandOf('load', { arguments: [argumentOf('Name')] })
const speed = commandOf('setSpeed', { arguments: [argumentOf('speed', { type: 'number' })] })
const commands = [load, speed]

describe('a list of approved values', () => {
  it('is typed one a line, without blanks or repeats', () => {
    expect(listsOf({ 'load.Name': ' A \n\nB\nA' }, ['load.Name'], commands)).toEqual({ 'load.Name': ['A', 'B'] })
  })

  it('holds numbers where the argument is one, and leaves what is none to the gateway', () => {
    expect(listsOf({ 'setSpeed.speed': '1,5\n20\nfast' }, ['setSpeed.speed'], commands)).toEqual({ 'setSpeed.speed': [1.5, 20, 'fast'] })
  })

  it('that nobody typed anything in is sent empty', () => {
    expect(listsOf({}, ['load.Name'], commands)).toEqual({ 'load.Name': [] })
  })

  it('is typed again as it stands', () => {
    const lists = { 'load.Name': ['A', 'B'] }
    expect(listsOf(typedLists(lists), ['load.Name'], commands)).toEqual(lists)
  })

  it('is called by its command and argument', () => {
    expect(listTitle('load.Name', commands, ({ en }) => en)).toBe('load en: Name')
  })
})
