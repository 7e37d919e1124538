import { describe, expect, it } from 'vitest'
import { activityText } from '../../cli/report-activity.ts'
import { controlsText } from '../../cli/report-controls.ts'
import { recipientsText } from '../../cli/report-recipients.ts'
import { bare, type Text } from '../../cli/style.ts'
import { displayWidth } from '../../cli/width.ts'
import type { Activity } from '../../src/reports/activity.ts'
import { controlsReport } from '../../src/reports/controls.ts'
import { bench } from '../support/transfers.ts'

const activity: Activity = {
  since: '2026-01-01T00:00:00.000Z',
  until: '2026-02-01T09:30:00.000Z',
  transfers: 12_345,
  months: [{ name: '2026-01', count: 12_345 }],
  channels: [
    { name: 'sms', count: 12_000 },
    { name: 'in-person', count: null },
    { name: 'phone', count: null },
  ],
  categories: [{ name: 'political-opinion', count: 6_000 }],
  states: null,
}

function widest(lines: readonly Text[]): number {
  return Math.max(...lines.map(line => displayWidth(bare(line))))
}

describe('reports on a terminal', () => {
  it.each([20, 33, 60, 80, 200])('are never wider than its %i columns', async width => {
    const { home, clock } = await bench()
    const controls = controlsReport(home, { commands: new Set(), now: clock.now() })
    const look = { width, unicode: true }
    const none = { since: null, until: null, rows: [], withoutArchive: 1, notSearchable: 2 }
    for (const lines of [activityText(activity, look), controlsText(controls, look), recipientsText(none, look)]) {
      expect(widest(lines)).toBeLessThanOrEqual(width)
    }
  })

  it('say when a table is withheld, and when a period ends', () => {
    const text = activityText(activity, { width: 100, unicode: true }).map(bare)
    expect(text[0]).toBe('Activity, from 2026-01-01 (UTC) until before 2026-02-01 09:30:00 UTC')
    expect(text).toContain('Withheld: every group is too small.')
  })
})
