import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, type KeyObject, sign } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { encodeCsvRow } from '../../cli/csv.ts'
import { bundleFiles, encodeSums } from '../../lib/ledger/bundle.ts'
import { verifyBundle } from '../../lib/ledger/verify-bundle.ts'
import { readPlainZip } from '../../lib/zip/plain-read.ts'
import { type EvidenceRequest, exportEvidence } from '../../src/evidence.ts'
import { root } from '../docs/markdown.ts'
import { type Bench, bench } from './transfers.ts'
import { scratch } from './world.ts'

/** The independent verifier: `docs/verify-evidence.sh`. */
export const script = join(root, 'docs/verify-evidence.sh')

const version = spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout ?? ''
/** Why the script cannot run here; null when it can. */
export const scriptLeftOut =
  process.platform !== 'win32' && /^OpenSSL [3-9]/.test(version) ? null : 'needs bash and OpenSSL 3 or newer'

export type Files = Map<string, Uint8Array>

/** A bundle of a home with three transfers to two recipients, of two clients. */
export async function exported(request: Partial<EvidenceRequest> = {}, made?: Bench) {
  const home = made ?? (await filledHome())
  const out = join(home.out, `${Math.random()}.zip`)
  const evidence = await exportEvidence(home.home, home.world, {
    ...{ out, force: false, redact: [], csvRow: encodeCsvRow },
    ...request,
  })
  const files: Files = await readPlainZip(out)
  return { ...home, evidence, path: out, files, fingerprint: home.home.keys.fingerprint }
}

export async function filledHome(): Promise<Bench> {
  const made = await bench()
  const { clock, send } = made
  for (const [to, phone, client] of [
    ['Ada Lovelace', '+4915112345678', 'North'],
    ['Emmy Noether', '+4915112345679', 'South'],
    ['Ada Lovelace', '+4915112345678', 'North'],
  ] as const) {
    clock.advance(86_400_000)
    await send({ to, phone, client, reference: 'R-1', hold: false })
  }
  return made
}

export function textOf(files: Files, name: string): string {
  return Buffer.from(files.get(name) ?? []).toString()
}

export function linesOf(files: Files, name: string): string[] {
  return textOf(files, name).split('\n').slice(0, -1)
}

/** Writes the files into a new folder, as unzip would. */
export function unpacked(files: Files): string {
  const folder = scratch()
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

/** What an auditor without Waybill hears: the status and all that was said. */
export function runScript(folder: string, ...fingerprint: string[]) {
  const { status, stdout, stderr } = spawnSync('bash', [script, ...fingerprint, folder], { encoding: 'utf8' })
  return { status, said: `${stdout}${stderr}` }
}

/** Whether our verifier, and the script where it can run, take the bundle as one of that key. Neither may crash. */
export function judge(files: Files, fingerprint: string) {
  const { findings } = verifyBundle(files, { expectKey: fingerprint })
  const ours = !findings.some(({ level }) => level === 'error')
  if (scriptLeftOut !== null) return { ours, script: ours }
  const folder = unpacked(files)
  const { status, said } = runScript(folder, '--fingerprint', fingerprint)
  rmSync(folder, { recursive: true })
  const crashed = status === 0 ? !/^VERIFIED: /.test(said) : !/^NOT VERIFIED: [^\n]+\n$/.test(said)
  if (crashed) throw new Error(`the script ended with ${status}: ${said}`)
  return { ours, script: status === 0 }
}

/** As the owner of the key could change a bundle: the sums follow, and the signature. */
export function signedAnew(files: Files, key: KeyObject): Files {
  const listed = [...files].filter(([name]) => name !== bundleFiles.sums && name !== bundleFiles.signature)
  const sums = encodeSums(
    new Map(listed.map(([name, content]) => [name, createHash('sha256').update(content).digest('hex')])),
  )
  return new Map([
    ...listed,
    [bundleFiles.sums, Buffer.from(sums)],
    [bundleFiles.signature, sign(null, Buffer.from(sums), key)],
  ])
}

/** A copy with one file replaced. */
export function withFile(files: Files, name: string, content: string | Uint8Array): Files {
  return new Map([...files, [name, Buffer.from(content)]])
}

export function bashIn(folder: string, commands: string): string {
  return execFileSync('bash', ['-euo', 'pipefail', '-c', commands], { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
}
