import { createHash } from 'node:crypto'
import type { World } from './world.ts'

/** An opener page of Waybill. */
export interface OpenerPage {
  readonly version: string
  /** Of its bytes, hex. */
  readonly sha256: string
}

/** The pages of the versions that were published, newest first: a release adds its own. None is published yet. */
export const publishedPages: readonly OpenerPage[] = []

/** Whose page a file with this hash is: that of this `version`, or a published one. Null: none of ours. */
export async function knownPage(
  sha256: string,
  version: string,
  { opener }: World['companions'],
  published = publishedPages,
): Promise<(OpenerPage & { readonly current: boolean }) | null> {
  const page = await opener()
  if (page !== null && createHash('sha256').update(page).digest('hex') === sha256) {
    return { version, sha256, current: true }
  }
  const older = published.find(one => one.sha256 === sha256)
  return older === undefined ? null : { ...older, current: false }
}
