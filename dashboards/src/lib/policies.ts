import type { Instant, Named } from './api'

export const counts = ['bookingsAhead', 'machinesAtOnce', 'hoursPerWeek', 'hoursPerMonth'] as const
export type Quota = Record<(typeof counts)[number], number | null>

export interface Holiday {
  date: string
  name: string
}

/** A policy as the gateway tells it. */
export interface Policy {
  scope: string
  organisation: Named | null
  version: number
  organisationQuota: Quota
  personQuota: Quota
  noticeMinutes: number
  gapMinutes: number
  noShowMinutes: number | null
  holidays: Holiday[]
  setBy: Named
  setAt: Instant
}

/** What a form of a policy holds, as it was typed. */
export interface PolicyDraft {
  scope: string
  organisation: string
  each: Quota
  person: Quota
  notice: number | null
  gap: number | null
  noShow: number | null
  holidays: string
}

const noQuota = (): Quota => ({ bookingsAhead: null, machinesAtOnce: null, hoursPerWeek: null, hoursPerMonth: null })

export const emptyDraft = (scope: string): PolicyDraft => ({
  scope,
  organisation: '',
  each: noQuota(),
  person: noQuota(),
  notice: null,
  gap: null,
  noShow: null,
  holidays: '',
})

export const draftOf = (policy: Policy): PolicyDraft => ({
  scope: policy.scope,
  organisation: policy.organisation?.id ?? '',
  each: { ...policy.organisationQuota },
  person: { ...policy.personQuota },
  notice: policy.noticeMinutes || null,
  gap: policy.gapMinutes || null,
  noShow: policy.noShowMinutes,
  holidays: policy.holidays.map(({ date, name }) => `${date} ${name}`).join('\n'),
})

/** The days typed, one a line; a line that is none is answered as a string. */
export function holidaysOf(text: string): Holiday[] | string {
  const days: Holiday[] = []
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue
    const parts = /^((?:\d{4}-)?\d{2}-\d{2})\s+(.+)$/.exec(line)
    if (!parts) return line
    days.push({ date: parts[1]!, name: parts[2]! })
  }
  return days
}

/** The body the gateway takes, or the line of the holidays that is wrong. */
export function bodyOf(draft: PolicyDraft): object | string {
  const holidays = holidaysOf(draft.holidays)
  return typeof holidays === 'string'
    ? holidays
    : {
        organisationQuota: draft.each,
        personQuota: draft.person,
        noticeMinutes: draft.notice ?? 0,
        gapMinutes: draft.gap ?? 0,
        noShowMinutes: draft.noShow,
        holidays,
      }
}

/** Where a policy lies. */
export const addressOf = (scope: string, organisation: string): string =>
  `/policies/${scope}${organisation === '' ? '' : `?organisation=${encodeURIComponent(organisation)}`}`
