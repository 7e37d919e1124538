import { useIsScreenReaderEnabled } from 'ink'
import { Line } from './line.tsx'

/**
 * What only a screen reader gets: the name of what follows. (An `aria-label` on a box would stand in the place of all that
 * is in it: Ink 8, `Box`.)
 */
export function Spoken({ children }: { readonly children: string }) {
  return useIsScreenReaderEnabled() ? <Line>{children}</Line> : null
}
