import type { Context } from '../context.ts'
import type { Place } from './place.ts'

/**
 * The terminal UI, loaded only here. What colours depend on is settled before Ink looks at the environment; and it finds
 * no `DEV=true`, with which it hands every text that shows, a password too, to whatever React DevTools listen on this machine.
 */
export async function openUi(context: Context, start?: Place): Promise<number> {
  if (!context.terminal.colour) process.env.FORCE_COLOR = '0'
  delete process.env.DEV
  const { runUi } = await import('./start.tsx')
  return runUi(context, start)
}
