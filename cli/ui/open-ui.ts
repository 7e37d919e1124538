import type { Context } from '../context.ts'
import type { Place } from './place.ts'

/** The terminal UI, loaded only here. What colours depend on is settled before Ink looks at the environment. */
export async function openUi(context: Context, start?: Place): Promise<number> {
  if (!context.terminal.colour) process.env.FORCE_COLOR = '0'
  const { runUi } = await import('./start.tsx')
  return runUi(context, start)
}
