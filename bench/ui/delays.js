// For `node --import`: how long the event loop was held up while the files were sealed. Begins anew at the frame that names
// the phase, and writes p50, p99 and the longest to the file that $DELAYS names when the frame of the end is drawn.
import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

const delays = monitorEventLoopDelay({ resolution: 1 })
const write = process.stdout.write.bind(process.stdout)
let sealing = false
process.stdout.write = (...words) => {
  const text = String(words[0])
  if (!sealing && /Sealing/.test(text)) {
    sealing = true
    delays.enable()
  }
  if (sealing && /Receipt code/.test(text)) {
    delays.disable()
    const milliseconds = value => value / 1e6
    writeFileSync(
      process.env.DELAYS,
      JSON.stringify({
        p50: milliseconds(delays.percentile(50)),
        p99: milliseconds(delays.percentile(99)),
        longest: milliseconds(delays.max),
        count: delays.count,
      }),
    )
    sealing = false
  }
  return write(...words)
}
