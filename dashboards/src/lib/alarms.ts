import type { Alarm } from './api'

export type Level = 'low' | 'medium' | 'high'

/** Severity in a word (OPC 10000-5 §6.4.2). */
export const levelOf = ({ severity }: Alarm): Level => (severity > 666 ? 'high' : severity > 333 ? 'medium' : 'low')

/** A shape beside the word, so that colour alone says nothing. */
export const signOf = (alarm: Alarm): string => (alarm.state === 'cleared' ? '○' : levelOf(alarm) === 'high' ? '▲' : '◆')

/** The alarms that stand after one more frame of the live socket. */
export function standingAfter(before: Alarm[], frame: { t: 'alarms'; standing: string[] } | ({ t: 'alarm' } & Alarm)): Alarm[] {
  if (frame.t === 'alarms') return before.filter((one) => frame.standing.includes(one.id))
  const { t: _, ...alarm } = frame
  const others = before.filter((one) => one.id !== alarm.id)
  return alarm.state === 'cleared' ? others : [...others, alarm].sort((a, b) => b.severity - a.severity || a.raisedAt.localeCompare(b.raisedAt))
}
