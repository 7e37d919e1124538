import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, onTestFinished } from 'vitest'
import { homePorts } from '../../cli/compose.ts'
import { createHome } from '../../src/index.ts'
import { sandboxOperator } from '../../src/operator.ts'
import { program } from '../support/program.ts'
import { scratch } from '../support/world.ts'
import type { Order } from './child.ts'
import type { Scenario } from './scenarios.ts'

/** Stands in the sources, and may stand nowhere else. */
export const clearText = 'Grace Hopper, 9 December 1906, New York'
/** What lies in `target.zip` before. */
export const oldTarget = 'what lay there before'

/** A fresh sandbox home, files to send, and a folder for the archive. */
export interface Stage {
  readonly home: string
  readonly sources: string
  readonly out: string
  /** Who runs commands there; nobody else than the test without. */
  readonly uid?: number
}

/** Making a home takes a while; copying one does not. Call it where `afterAll` may be called. */
export async function stages(): Promise<(scenario?: Scenario) => Stage> {
  const template = mkdtempSync(join(tmpdir(), 'waybill-template-'))
  afterAll(() => rmSync(template, { recursive: true }))
  const made = await newHome(join(template, 'home'))
  made.home.ledger.close()
  return scenario => {
    const stage = bareStage()
    cpSync(join(template, 'home'), stage.home, { recursive: true })
    if (scenario === 'force') writeFileSync(join(stage.out, 'target.zip'), oldTarget)
    return stage
  }
}

function newHome(directory: string) {
  return createHome(directory, { kind: 'sandbox', operator: sandboxOperator, passphrase: null }, homePorts('0.0.0'))
}

/** The same without a home. */
export function bareStage(): Stage {
  const folder = scratch()
  const stage = { home: join(folder, 'waybill', 'sandbox'), sources: join(folder, 'exports'), out: join(folder, 'out') }
  mkdirSync(stage.sources)
  mkdirSync(stage.out)
  writeFileSync(join(stage.sources, 'people.csv'), `${clearText}\n`.repeat(2_000))
  writeFileSync(join(stage.sources, 'note.txt'), clearText)
  return stage
}

export interface Play {
  /** The moments that were reached, in order. */
  readonly moments: readonly string[]
  readonly passwords: readonly string[]
  readonly killed: boolean
}

/** Plays a scenario in a process of its own. Throws when that fails by itself. */
export async function play(order: Order): Promise<Play> {
  const process_ = spawn(process.execPath, [program('child.ts'), JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void process_.kill('SIGKILL'))
  const [out, err, [code, signal]] = await Promise.all([
    text(process_.stdout),
    text(process_.stderr),
    once(process_, 'exit'),
  ])
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`${order.scenario} failed by itself: ${err}`)
  const told = (word: string) =>
    out.split('\n').flatMap(line => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []))
  return { moments: told('moment'), passwords: told('password'), killed: signal === 'SIGKILL' }
}
