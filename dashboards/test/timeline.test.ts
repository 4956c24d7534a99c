// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { cut, daysOf, dragged, labelsOf, linesOf, scales } from '../src/lib/timeline'
import { clockTime } from '../src/lib/time'
import TimelineGrid, { type Block } from '../src/ui/TimelineGrid.svelte'
import { machineOf } from './fixtures'

const rome = 'Europe/Rome'
const hour = 3_600_000
const at = (text: string) => Date.parse(text)

describe('the days of the calendar', () => {
  it('begin at midnight of the lab, a week on Monday', () => {
    const week = daysOf(at('2026-11-22T22:30:00Z'), true, rome)
    expect(week.map((day) => day.date)).toEqual(['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22'])
    expect(daysOf(at('2026-11-22T23:30:00Z'), false, rome)).toEqual([
      { date: '2026-11-23', from: at('2026-11-22T23:00:00Z'), to: at('2026-11-23T23:00:00Z') },
    ])
  })

  it('are as long as they are where the clock changes', () => {
    const length = (date: string) => daysOf(at(date), false, rome).map(({ from, to }) => (to - from) / hour)
    expect([length('2026-03-29T12:00:00Z'), length('2026-10-25T12:00:00Z')]).toEqual([[23], [25]])
    const labels = labelsOf(daysOf(at('2026-03-29T12:00:00Z'), false, rome)[0]!, scales.day)
    expect(labels.map((label) => clockTime(label.at, 'it', rome)).slice(0, 4)).toEqual(['00:00', '01:00', '03:00', '04:00'])
    const autumn = labelsOf(daysOf(at('2026-10-25T12:00:00Z'), false, rome)[0]!, scales.week)
    expect(autumn.map((label) => label.width)).toEqual([72, 72, 72, 72, 12])
  })
})

describe('what lies in a row', () => {
  it('stands in the first line where nothing runs any more', () => {
    expect(linesOf([{ from: 0, to: 4 }, { from: 2, to: 6 }, { from: 4, to: 5 }, { from: 5, to: 7 }])).toEqual([0, 1, 0, 0])
    expect(linesOf([{ from: 3, to: 4 }, { from: 0, to: 9 }])).toEqual([1, 0])
  })

  it('is cut to what is shown', () => {
    expect(cut({ from: 1, to: 9 }, { from: 3, to: 7 })).toEqual({ from: 3, to: 7 })
    expect(cut({ from: 1, to: 3 }, { from: 3, to: 7 })).toBeUndefined()
  })

  it('is proposed in whole steps, drawn either way', () => {
    const both = { from: 8 * hour, to: 9.5 * hour }
    expect(dragged(8 * 56 + 3, 9 * 56 + 15, 0, scales.day, 30)).toEqual(both)
    expect(dragged(9 * 56 + 15, 8 * 56 + 3, 0, scales.day, 30)).toEqual(both)
  })
})

describe('a row of the calendar', () => {
  const days = daysOf(at('2026-11-22T12:00:00Z'), false, rome)
  const begin = days[0]!.from
  const block = (from: number, to: number, kind: Block['kind'], title: string): Block => ({ machine: 'robot-1', from: begin + from * hour, to: begin + to * hour, kind, title })
  const onPropose = vi.fn()

  function shown() {
    const blocks = [block(-2, 3, 'booked', 'Officina'), block(5, 5.5, 'mine', 'Noi'), block(20, 24, 'closed', '')]
    render(TimelineGrid, { machines: [machineOf({})], days, blocks, scale: scales.day, zone: rome, lookAt: begin, onPropose })
    return document.querySelector<HTMLElement>('.lane')!
  }
  const move = (type: string, clientX: number, pointerType = 'mouse') =>
    Object.assign(new MouseEvent(type, { clientX, bubbles: true }), { isPrimary: true, pointerType })

  beforeEach(() => {
    vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(24 * 56)
    onPropose.mockReset()
  })
  afterEach(cleanup)

  it('says when and whose where there is room for it, and always in the tooltip', () => {
    shown()
    const wide = document.querySelector<HTMLElement>('.kind-booked')!
    expect([wide.textContent.trim(), wide.style.width, wide.style.insetInlineStart]).toEqual(['22:00 Officina', '168px', '0px'])
    const narrow = screen.getByTitle('05:00 Noi')
    expect([narrow.textContent.trim(), narrow.style.width]).toEqual(['', '28px'])
  })

  it('proposes what a mouse drew along it', async () => {
    const lane = shown()
    await fireEvent(lane, move('pointerdown', 8 * 56))
    await fireEvent(window, move('pointermove', 9 * 56 - 1))
    expect(document.querySelector('.proposed')!.textContent.trim()).toBe('08:00')
    await fireEvent(window, move('pointerup', 9 * 56 - 1))
    const iso = (hours: number) => new Date(begin + hours * hour).toISOString()
    expect(onPropose).toHaveBeenCalledExactlyOnceWith({ machine: 'robot-1', from: iso(8), to: iso(9) })
    expect(document.querySelector('.proposed')).toBeNull()
  })

  it('proposes nothing by a press alone, after Escape, or where a finger scrolls', async () => {
    const lane = shown()
    await fireEvent(lane, move('pointerdown', 400))
    await fireEvent(window, move('pointerup', 402))
    await fireEvent(lane, move('pointerdown', 400))
    await fireEvent(window, move('pointermove', 500))
    await fireEvent.keyDown(window, { key: 'Escape' })
    await fireEvent(window, move('pointerup', 500))
    await fireEvent(lane, move('pointerdown', 400, 'touch'))
    await fireEvent(window, move('pointermove', 500, 'touch'))
    await fireEvent(window, move('pointerup', 500, 'touch'))
    expect(onPropose).not.toHaveBeenCalled()
  })
})
