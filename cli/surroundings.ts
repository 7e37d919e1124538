import { isatty } from 'node:tty'
import { openDevice, processSignals } from './device.ts'
import { pagerCommand, showInPager } from './pager.ts'
import type { Surroundings } from './terminal.ts'

/** The process's own streams and terminal. Standard input is asked about, not opened: opening it begins to read it. */
export function processSurroundings(process: NodeJS.Process, version: string): Surroundings {
  const pager = pagerCommand(process.env, process.platform)
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdinIsTerminal: isatty(0),
    env: process.env,
    platform: process.platform,
    openDevice: () => openDevice(process.platform),
    signals: processSignals(process),
    ...(pager !== null && { page: (text: string) => showInPager(text, pager, process.env) }),
    about: `waybill ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}`,
  }
}
