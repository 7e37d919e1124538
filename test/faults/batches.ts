import { existsSync, readdirSync, readFileSync, watch, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { parseCsv } from '../../cli/csv.ts'
import { readPhone } from '../../lib/courier/sandbox.ts'
import type { Random } from '../../lib/ports.ts'
import { phoneDirectory } from '../../src/home.ts'
import type { RowView } from '../../src/index.ts'
import { type Command, type Ended, waybill } from './cli.ts'
import { expectHonest } from './inquest.ts'
import type { Stage } from './stage.ts'

const manifestOf = ({ sources }: Stage) => join(dirname(sources), 'people.csv')
const resultOf = ({ sources }: Stage) => join(dirname(sources), 'people.result.csv')
const numberOf = (at: number) => `+49151123${String(40_000 + at)}`

/** A manifest for so many people, whose archives land in the stage's output folder. */
export function writeManifest(stage: Stage, people: number): void {
  const rows = [...Array(people).keys()].map(at => `Person ${at};${numberOf(at)};exports/note.txt;Export`)
  writeFileSync(manifestOf(stage), ['to;phone;paths;purpose', ...rows, ''].join('\n'))
}

function sendAll(stage: Stage): Command {
  return waybill(stage, 'send', '--manifest', manifestOf(stage), '--no-hold')
}

/** Sends the signal as soon as so many texts lie on the sandbox phone. */
export async function stopAtText(stage: Stage, texts: number, signal: NodeJS.Signals): Promise<Ended> {
  const { process: command, ended } = sendAll(stage)
  const watcher = watch(stage.home, () => {
    if (textsOn(stage) >= texts) command.kill(signal)
  })
  onTestFinished(() => watcher.close())
  const end = await ended
  watcher.close()
  return end
}

function textsOn({ home }: Stage): number {
  const phone = phoneDirectory(home)
  return existsSync(phone) ? readdirSync(phone).filter(name => name.endsWith('.json')).length : 0
}

export function resultRows(stage: Stage): string[][] {
  return parseCsv(readFileSync(resultOf(stage), 'utf8')).slice(1)
}

/** So many texts, rising, each from the first to the last but one. */
export function moments(people: number, count: number, random: Random): number[] {
  const draw = () => 1 + (Buffer.from(random.bytes(4)).readUInt32BE() % (people - 2))
  return Array.from({ length: count }, draw).sort((one, other) => one - other)
}

/**
 * One more run comes to an end: every row has its transfer and exactly one text, and all that is told of them agrees. A
 * death between a request and its text leaves a row that nobody knows about; that one has no text, and stays so.
 */
export async function expectFinished(stage: Stage, people: number, deaths: number): Promise<void> {
  const { status, stdout, stderr } = await sendAll(stage).ended
  const { rows, run }: { rows: RowView[]; run: number } = JSON.parse(stdout)
  const delivered = rows.filter(({ state }) => state === 'delivered')
  const unknown = rows.filter(({ state }) => state === 'unknown')
  expect(unknown.length).toBeLessThanOrEqual(deaths)
  expect(status, stdout + stderr).toBe(unknown.length === 0 ? 0 : 1)
  expect([run, delivered.length + unknown.length]).toEqual([1, people])
  const texts = readPhone(phoneDirectory(stage.home))
  const numbers = delivered.map(({ row }) => numberOf(row - 2))
  expect(texts.map(({ to }) => to).sort()).toEqual(numbers.sort())
  expect(texts.map(({ transfer }) => transfer).sort()).toEqual(delivered.map(({ transfer }) => transfer).sort())
  expect(resultRows(stage).map(([, , transfer, state]) => [transfer, state])).toEqual(
    rows.map(({ transfer, state }) => [transfer, state]),
  )
  await expectHonest(stage, 0, [])
}
