import type { Reach } from '../src/reports/affected.ts'
import type { Breach, Totals } from '../src/reports/breach.ts'
import { count } from './format.ts'

/** The words of docs/mis-sent.md: what follows from how far the password got. */
const words: Readonly<Record<Reach, string>> = {
  nothing: 'no archive came into being: nothing left this device',
  unintelligible:
    'the password was never released, or is said not to have arrived: the content stays unintelligible, which normally makes a risk to people unlikely (Art. 33(1), 34(3)(a)). It is still an incident to record and assess (Art. 33(5))',
  unknown:
    'the password was let go, and nobody says where it is, or a restore lost the events that would say: it may have arrived',
  readable: 'the password was taken by the provider or delivered: it is known to whoever has that number',
  opened: 'somebody opened the archive: the code from inside was quoted, or the sender says so',
}

export function reachRows({ reach, transfers }: Totals): string[][] {
  if (transfers === 0) return [['0', 'no transfer fits']]
  const kinds: readonly Reach[] = ['nothing', 'unintelligible', 'unknown', 'readable', 'opened']
  return kinds.filter(kind => reach[kind] > 0).map(kind => [String(reach[kind]), words[kind]])
}

/** What protects the content, and what does not. */
export function consequences({ transfers, totals, device }: Breach): string[] {
  const archives = transfers.filter(({ archive, lost }) => archive !== 'none' || lost)
  if (archives.length === 0) return ['There is no archive.']
  const least = Math.min(...archives.map(({ bits }) => bits))
  const { namesReadable } = totals
  return [
    `- Each archive is AES-256; its password was made at random and has at least ${least} bits.`,
    '- Who has only the archive, or only the password, has not the content.',
    namesReadable === 0
      ? '- The names of the files are hidden in every archive; sizes can be read.'
      : `- In ${namesReadable} of ${count(archives.length, 'archive')} the names of the files can be read without the password; a name can be personal.`,
    ...(device !== null && !device.passphrase && device.passwords > 0
      ? [
          `- Whoever has this device, and can read its disk, can read the ${count(device.passwords, 'password')} kept on it: to them those archives are not unintelligible.`,
        ]
      : []),
  ]
}

/** What was done with Waybill. */
export function measures({ transfers }: Breach): string[] {
  const number = (is: (one: Breach['transfers'][number]) => boolean) => transfers.filter(is).length
  const cancelled = number(one => one.cancelled !== null)
  const misSent = number(one => one.cancelled?.reason === 'mis-sent')
  const withdrawn = number(one => one.cancelled?.withdrawn === true)
  const destroyed = number(one => one.destroyed)
  return [
    `- Transfers cancelled: ${cancelled}; as mis-sent: ${misSent}.`,
    `- Texts withdrawn at the provider before they left: ${withdrawn}.`,
    `- Passwords destroyed on this device: ${destroyed}.`,
  ]
}
