import { expect, it } from 'vitest'
import { themeFor } from '../../../cli/ui/theme.ts'

it('has only colours of the person’s own sixteen that are legible on light and on dark, and no backgrounds', () => {
  for (const look of Object.values(themeFor(true).role)) {
    expect(Object.keys(look).filter(key => !['color', 'bold', 'dimColor'].includes(key))).toEqual([])
    if (look.color !== undefined) expect(['green', 'red', 'yellow', 'cyan', 'blue', 'magenta']).toContain(look.color)
  }
})

it('has signs of plain ASCII where the terminal has no Unicode, and a sign for each', () => {
  const { sign, border } = themeFor(false)
  expect(JSON.stringify([sign, border])).toMatch(/^[ -~]+$/)
  expect(Object.keys(sign)).toEqual(Object.keys(themeFor(true).sign))
  expect(Object.keys(sign.key)).toEqual(Object.keys(themeFor(true).sign.key))
  const marks = [sign.done, sign.failed, sign.warning, sign.ticked, sign.empty]
  expect(new Set(marks).size).toBe(marks.length)
})

it('calls keys by words where a screen reader reads them', () => {
  expect(JSON.stringify(themeFor(true, true).sign.key)).toMatch(/^[ -~]+$/)
  expect(themeFor(true, true).sign.done).toBe(themeFor(true).sign.done)
})
