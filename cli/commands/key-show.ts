import type { Context } from '../context.ts'
import { qrLines } from '../qr.ts'
import { homeDirectory } from '../session.ts'
import { accent, dim, type Text } from '../style.ts'
import { facts } from '../table.ts'

/** Needs no passphrase: whoever may read the home may know its public key. */
export async function show(context: Context): Promise<void> {
  const { terminal } = context
  const [
    { readKeysFile, readPublicKey, readPublicKeys },
    { isLocked },
    { fingerprintWords },
    { settleKeys },
    { systemRandom },
  ] = await Promise.all([
    import('../../lib/ledger/keys-file.ts'),
    import('../../lib/ledger/keys.ts'),
    import('../../src/fingerprint-words.ts'),
    import('../../src/keys.ts'),
    import('../compose.ts'),
  ])
  const home = await homeDirectory(context)
  await settleKeys(home, systemRandom)
  const { fingerprint } = readPublicKey(home)
  const { secret } = readKeysFile(home)
  const answer = {
    fingerprint,
    words: fingerprintWords(fingerprint).join(' '),
    passphrase: secret.kind === 'wrapped',
    scrypt: secret.kind === 'wrapped' ? secret.passphrase.cost : null,
    locked: isLocked(home),
    former: readPublicKeys(home)
      .map(key => key.fingerprint)
      .filter(one => one !== fingerprint),
  }
  const picture = terminal.width === Number.POSITIVE_INFINITY ? [] : await qrLines(fingerprint.toUpperCase(), terminal)
  terminal.reply(answer, () => [
    ...facts([
      [dim('Fingerprint'), accent(fingerprint)],
      ...wordLines(answer.words),
      [dim('Passphrase'), answer.scrypt === null ? 'no' : `yes: ${costWords(answer.scrypt)}`],
      [dim('Locked'), answer.locked ? 'yes: run `waybill key recover`' : 'no'],
      ...answer.former.map((one, at): [Text, Text] => [at === 0 ? dim('Before') : '', one]),
    ]),
    ...(picture.length === 0 ? [] : ['', ...picture]),
  ])
}

/** Five words a line. */
export function wordLines(words: string): [Text, Text][] {
  const list = words.split(' ')
  const lines = list.flatMap((_, at) => (at % 5 === 0 ? [list.slice(at, at + 5).join(' ')] : []))
  return lines.map((line, at) => [at === 0 ? dim('In words') : '', line])
}

/** What one guess costs (RFC 7914 §2: 128 × N × r bytes of memory). */
function costWords({ N, r, p }: { N: number; r: number; p: number }): string {
  return `scrypt, N = ${N}, r = ${r}, p = ${p}: ${(128 * N * r) / 2 ** 20} MiB of memory a guess`
}
