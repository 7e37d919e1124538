/**
 * A process of its own that changes the keys of a production home without a passphrase, again and again, until it is
 * killed: `node key-changer.ts HOME`. After each new signing key it writes the fingerprint and a newline to stdout.
 */
import { writeSync } from 'node:fs'
import { argv } from 'node:process'
import { homePorts, systemRandom } from '../../cli/compose.ts'
import { changePassphrase } from '../../lib/ledger/keys.ts'
import { Secret } from '../../lib/secret.ts'
import { openHome } from '../../src/home.ts'
import { recordKeyNews, rotateKey } from '../../src/keys.ts'

const [directory = ''] = argv.slice(2)
const cost = { N: 16, r: 1, p: 1 }
const random = systemRandom
const secret = () => Secret.fromText('correct horse battery staple')
const ports = homePorts('0.0.0')

for (;;) {
  const home = await openHome(directory, { kind: 'production', passphrase: async () => secret() }, ports)
  await changePassphrase(directory, { current: secret(), passphrase: secret(), random, cost })
  await recordKeyNews(home, random)
  const { to } = await rotateKey(home, secret(), random)
  home.ledger.close()
  writeSync(1, `${to}\n`)
}
