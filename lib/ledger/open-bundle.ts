import { createPublicKey, hash } from 'node:crypto'
import { hex } from '../hex.ts'
import { type BundleManifest, bundleFiles, isBundleName, parseManifest, parseSums, verifySums } from './bundle.ts'
import { bytesOf, type Files, textOf } from './bundle-content.ts'
import { parseSignedCheckpoint, type SignedCheckpoint, verifyCheckpoint } from './checkpoint.ts'
import { type PublicKey, publicKeyFrom } from './keys-file.ts'
import type { Report } from './verify-report.ts'

/** A bundle as it is checked: its files, whole. All of it is untrusted. */
export interface OpenBundle {
  readonly files: Files
  readonly key: PublicKey
  readonly manifest: BundleManifest
  readonly checkpoint: SignedCheckpoint
  readonly report: Report
}

/** Null, with findings, where the parts do not even fit together. */
export function openBundle(files: Files, report: Report): OpenBundle | null {
  checkNames(files, report)
  const missing = Object.values(bundleFiles).filter(name => !files.has(name))
  for (const name of missing) report.error('bundle.missing', 'A file of the bundle is missing.', name)
  if (missing.length > 0) return null
  checkSums(files, report)
  const key = attempt(bundleFiles.key, report, () => readKey(textOf(files, bundleFiles.key)))
  const manifest = attempt(bundleFiles.manifest, report, () => parseManifest(textOf(files, bundleFiles.manifest)))
  const checkpoint = attempt(bundleFiles.checkpoint, report, () =>
    parseSignedCheckpoint(textOf(files, bundleFiles.checkpoint)),
  )
  if (key === null || manifest === null || checkpoint === null) return null
  const bundle = { files, key, manifest, checkpoint, report }
  checkSignatures(bundle)
  return bundle
}

function checkNames(files: Files, report: Report): void {
  for (const name of files.keys()) {
    if (!isBundleName(name)) report.error('bundle.name', 'A file does not belong into a bundle.', JSON.stringify(name))
  }
}

/** Every file but the list and its signature is listed with its sum, and no other. */
function checkSums(files: Files, report: Report): void {
  const sums = attempt(bundleFiles.sums, report, () => parseSums(textOf(files, bundleFiles.sums)))
  if (sums === null) return
  for (const [name, digest] of sums) {
    const content = files.get(name)
    if (content === undefined) report.error('bundle.missing', 'A file of the bundle is missing.', name)
    else if (hash('sha256', content, 'hex') !== digest) {
      report.error('bundle.sum', 'A file is not the one that was listed.', name)
    }
  }
  for (const name of files.keys()) {
    if (sums.has(name) || name === bundleFiles.sums || name === bundleFiles.signature) continue
    report.error('bundle.unlisted', 'A file is not listed in SHA256SUMS.', JSON.stringify(name))
  }
}

/** Exactly one Ed25519 key, as Waybill writes it: nothing around it that another program could take instead. */
function readKey(pem: string): PublicKey {
  const key = publicKeyFrom(createPublicKey(pem).export({ type: 'spki', format: 'der' }))
  if (key.public.export({ type: 'spki', format: 'pem' }) !== pem) throw new RangeError('more than a key')
  return key
}

function checkSignatures({ files, key, manifest, checkpoint, report }: OpenBundle): void {
  const [sums, signature] = [bytesOf(files, bundleFiles.sums), bytesOf(files, bundleFiles.signature)]
  if (!verifySums(sums, signature, key)) {
    report.error('bundle.signature', 'SHA256SUMS is not signed by the key in the bundle.')
  }
  if (!verifyCheckpoint(checkpoint, key.public)) {
    report.error('bundle.checkpoint', 'The checkpoint is not signed by the key in the bundle.')
  }
  const { origin, size, root } = checkpoint
  const said = manifest.origin === origin && manifest.size === size && manifest.root === hex(root)
  if (!said || manifest.key !== key.fingerprint) {
    report.error('bundle.manifest', 'The manifest is about another checkpoint or key.')
  }
}

/** Null, with a finding, for what is not in its exact form. */
function attempt<T>(name: string, report: Report, read: () => T): T | null {
  try {
    return read()
  } catch {
    report.error('bundle.form', 'A file is not in its exact form.', name)
    return null
  }
}
