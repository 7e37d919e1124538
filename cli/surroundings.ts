import { isatty } from 'node:tty'
import { openDevice, processSignals } from './device.ts'
import type { Surroundings } from './terminal.ts'

/** The process's own streams and terminal. Standard input is asked about, not opened: opening it begins to read it. */
export function processSurroundings(process: NodeJS.Process, version: string): Surroundings {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdinIsTerminal: isatty(0),
    env: process.env,
    platform: process.platform,
    openDevice: () => openDevice(process.platform),
    signals: processSignals(process),
    about: `waybill ${version}, Node ${process.versions.node}, ${process.platform} ${process.arch}`,
  }
}
