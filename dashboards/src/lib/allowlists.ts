import type { AllowLists, Label, ValueType } from './api'

/** What of a profile's commands a list of approved values is about. */
interface Listed {
  name: string
  title: Label
  arguments: { name: string; title: Label; type: ValueType }[]
}

/** Lists as they are typed: one value a line. */
export type TypedLists = Record<string, string>

export const typedLists = (lists: AllowLists): TypedLists => Object.fromEntries(Object.entries(lists).map(([key, values]) => [key, values.join('\n')]))

/** What was typed, as the gateway takes it: numbers where the argument is one; what is no number the gateway refuses. */
export function listsOf(typed: TypedLists, keys: string[], commands: Listed[]): AllowLists {
  return Object.fromEntries(keys.map((key) => [key, values(typed[key] ?? '', argumentOf(key, commands)?.type)]))
}

function values(text: string, type: ValueType | undefined): (string | number)[] {
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  const unique = [...new Set(lines)]
  return type === 'number' || type === 'integer' ? unique.map((line) => asNumber(line)) : unique
}

function asNumber(line: string): string | number {
  const number = Number(line.replace(',', '.'))
  return Number.isNaN(number) ? line : number
}

function argumentOf(key: string, commands: Listed[]): Listed['arguments'][number] | undefined {
  const command = commands.find(({ name }) => key.startsWith(`${name}.`))
  return command?.arguments.find(({ name }) => key === `${command.name}.${name}`)
}

/** What a list is about, as people read it: the command and its argument. */
export function listTitle(key: string, commands: Listed[], of: (label: Label) => string): string {
  const command = commands.find(({ name }) => key.startsWith(`${name}.`))
  const argument = argumentOf(key, commands)
  return command && argument ? `${of(command.title)}: ${of(argument.title)}` : key
}
