import type { Messages } from '../i18n/it'
import type { Command, CommandAnswer, Machine, Step } from './api'
import { valueText, type Words } from './values'

export const commandTitle = (machine: Machine, name: string, lang: 'it' | 'en'): string =>
  machine.commands.find((command) => command.name === name)?.title[lang] ?? name

/** The stop of a machine: what its end says, else its first command that stops; undefined where its profile has none. */
export const stopOf = (machine: Machine): Command | undefined =>
  machine.commands.find((command) => command.name === machine.end?.command) ?? machine.commands.find((command) => command.class === 'stop')

/** A title without what a profile adds in brackets, where the page says it beside. */
export const shortTitle = (title: string): string => title.replace(/\s*\([^)]*\)\s*$/, '')

/**
 * What the last step of a command means, in the language of the pages: what is waited for, and what proved it. What a
 * machine itself said stays as it said it.
 */
export function stepText(machine: Machine, command: Pick<CommandAnswer, 'command' | 'step' | 'steps'>, t: Messages, lang: 'it' | 'en'): string {
  const confirm = machine.commands.find(({ name }) => name === command.command)?.confirm
  const signal = machine.signals.find(({ name }) => name === confirm?.signal)
  const say: Words = { lang, yes: t.yes, no: t.no, words: t.words }
  const wanted = signal ? (confirm?.in ?? []).map((value) => valueText(signal, value, say)).join(t.command.or) : ''
  const detail = command.steps.findLast((one: { step: Step }) => one.step === command.step)?.detail ?? ''
  switch (command.step) {
    case 'warning':
      return t.command.warns
    case 'executing':
      return signal ? t.command.waitsFor(signal.title[lang], wanted) : ''
    case 'confirmed':
      return signal ? t.command.byMeasure(signal.title[lang], wanted) : t.command.byAnswer
    case 'failed':
      return failure(detail)
    default:
      return ''
  }

  /** The gateway's few sentences in the language of the pages. */
  function failure(sentence: string): string {
    const late = /^After (\d+) ms .* is (.*), not .*$/.exec(sentence)
    if (late && signal) return t.command.notThere(Math.round(Number(late[1]) / 1000), signal.title[lang], wanted, measured(late[2]!))
    const refused = /^The machine refused: (.*)$/.exec(sentence)
    if (refused) return t.command.machineRefused(refused[1]!)
    const unsent = /^Not sent: (.*)$/.exec(sentence)
    if (unsent) return t.command.notSent(unsent[1]!)
    if (sentence.startsWith('No answer from the machine')) return t.command.noAnswer
    return sentence === '' ? t.command.steps.failed : sentence
  }

  /** 4 (Idle) and Idle both as people read it. */
  function measured(text: string): string {
    const word = /^-?\d+ \((.*)\)$/.exec(text)?.[1] ?? text
    return t.words[word] ?? (word === 'true' ? t.yes : word === 'false' ? t.no : word)
  }
}
