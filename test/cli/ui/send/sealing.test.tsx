import { expect, it } from 'vitest'
import { SealingStep } from '../../../../cli/ui/screens/send/sealing.tsx'
import { freshSend } from '../../../../cli/ui/screens/send/send-state.ts'
import { sandboxSession, stage } from '../stage.tsx'

it('how fast and how long yet are told as a whole on every width', async () => {
  const session = await sandboxSession()
  const pace = {
    done: 413_000_000,
    total: 12_345_000_000,
    samples: [
      { at: 0, done: 0 },
      { at: 4000, done: 121_600_000 },
    ],
  }
  const sealing = { phase: 'sealing', pace, name: 'r.bin', asking: false, stopping: false } as const
  const fresh = freshSend({ directory: '/', courier: true, recipe: 'groups' })
  for (const columns of [60, 80, 98, 100]) {
    for (const language of ['en', 'de'] as const) {
      const size = { columns, rows: 24 }
      const { until, frame } = stage(<SealingStep state={{ ...fresh, sealing }} />, { session, size, language })
      await until('B/s')
      expect(frame()).toMatch(
        language === 'en' ? /30\.4 MB\/s {2}\S* ?\d+:\d\d\S*( left)?/ : /30,4 MB\/s {2}.*\d+:\d\d/,
      )
      expect(frame()).not.toContain('…')
    }
  }
})
