import { bundleFiles } from './bundle.ts'
import { bytesOf, linesOf } from './bundle-content.ts'
import { digestOf, parseDisclosure } from './disclosure.ts'
import type { OpenBundle } from './open-bundle.ts'
import type { NamedInBundle } from './verify-bundle-events.ts'

/**
 * The disclosure rule for a bundle: every digest that a line of the range names is disclosed, or listed as withheld, or
 * listed as shredded, each once; and nothing else is. Answers how many are disclosed.
 */
export function checkBundleDisclosures(bundle: OpenBundle, named: NamedInBundle): number {
  const { manifest, report } = bundle
  const disclosed = readDisclosures(bundle, named)
  const shredded = new Set(manifest.shredded)
  const accounts = [disclosed, new Set(manifest.withheld), shredded]
  for (const digest of named.digests.keys()) {
    const count = accounts.filter(account => account.has(digest)).length
    if (count === 0)
      report.error('bundle.unaccounted', 'A personal field is neither there nor listed as left out.', digest)
    if (count > 1) report.error('bundle.twice', 'A personal field is accounted for in two ways.', digest)
  }
  for (const digest of [...manifest.withheld, ...manifest.shredded]) {
    if (!named.digests.has(digest)) report.error('bundle.unknown', 'The manifest lists what no event names.', digest)
  }
  for (const digest of named.shredded) {
    if (!named.digests.has(digest) || shredded.has(digest)) continue
    report.error('bundle.not-shredded', 'A personal field was shredded by an event and is still there.', digest)
  }
  return disclosed.size
}

/** The digests of `disclosures.txt`. */
function readDisclosures({ files, manifest, report }: OpenBundle, named: NamedInBundle): Set<string> {
  const disclosed = new Set<string>()
  for (const line of linesOf(bytesOf(files, bundleFiles.disclosures))) {
    const digest = digestOf(line)
    const name = named.digests.get(digest)
    if (name === undefined || !isDisclosure(line)) {
      report.error('bundle.disclosure', 'A personal field is not one that an event of the range names.', digest)
    } else if (disclosed.has(digest)) report.error('bundle.twice', 'A personal field stands there twice.', digest)
    else if (manifest.redacted.includes(name)) {
      report.error('bundle.redacted', 'A personal field is there of a class that was to be left out.', digest)
    }
    disclosed.add(digest)
  }
  return disclosed
}

function isDisclosure(line: string): boolean {
  try {
    parseDisclosure(line)
    return true
  } catch {
    return false
  }
}
