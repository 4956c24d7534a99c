import { describe, expect, it } from 'vitest'
import { en } from '../src/i18n/en'
import { it as italian } from '../src/i18n/it'
import { en as labEn } from '../src/i18n/lab.en'
import { it as labIt } from '../src/i18n/lab.it'

type Leaf = readonly [path: string, value: unknown]

const leaves = (value: unknown, path = ''): Leaf[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, below]) => leaves(below, path === '' ? key : `${path}.${key}`))
    : [[path, value]]

describe('dictionaries', () => {
  it('have the same keys in both languages', () => {
    expect(leaves(en).map(([path]) => path).sort()).toEqual(leaves(italian).map(([path]) => path).sort())
  })

  it('have the same keys in the lab', () => {
    expect(leaves(labEn).map(([path]) => path).sort()).toEqual(leaves(labIt).map(([path]) => path).sort())
  })

  it('have the same kind of value under every key', () => {
    const kinds = (dictionary: unknown) => Object.fromEntries(leaves(dictionary).map(([path, value]) => [path, typeof value]))
    expect(kinds(en)).toEqual(kinds(italian))
  })

  it.each([
    ['it', italian],
    ['en', en],
    ['it of the lab', labIt],
    ['en of the lab', labEn],
  ])('leave nothing empty in %s', (_, dictionary) => {
    for (const [path, value] of leaves(dictionary)) {
      const text = typeof value === 'function' ? String((value as (...args: unknown[]) => unknown)(3, 4)) : String(value)
      expect(text.trim(), path).not.toBe('')
    }
  })

  it('count as each language does', () => {
    expect(italian.catalogue.lead(1, 8)).toBe('Una macchina in 8 centri')
    expect(en.catalogue.lead(2, 1)).toBe('2 machines in one centre')
  })

  it('never call a process stop an emergency stop', () => {
    expect(italian.command.stop).toBe('Ferma programma')
    expect(italian.command.stopNote).toContain('non è un arresto di emergenza')
    expect(en.command.stop).toBe('Stop program')
    expect(en.command.stopNote).toContain('not an emergency stop')
  })
})
