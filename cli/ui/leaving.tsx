import { Frame } from './parts/frame.tsx'
import { Line } from './parts/line.tsx'
import { useLook } from './ui.ts'

/** What is seen while the work stops in good order. */
export function Leaving() {
  const { words } = useLook()
  const listener = { title: words.frame.leaving, keys: [], labels: {}, typing: false, onInput: () => {} }
  return (
    <Frame listener={listener}>
      <Line over="wrap">{words.frame.hard}</Line>
    </Frame>
  )
}
