import type { Finding } from '../lib/finding.ts'
import type { Home } from './home.ts'
import { cutOff, openTransfers } from './open-transfers.ts'
import { policyDigest } from './policy.ts'
import { recordedPolicy } from './policy-in-force.ts'
import type { World } from './world.ts'

/** What is set up, what is missing, what the policy would refuse. That the home opened says that its ledger and mark agree. */
export function diagnose(home: Home, world: World): Finding[] {
  const { size } = home.ledger.checkpoint()
  const open = openTransfers(world)
  const interrupted = cutOff(world)
  const inForce = recordedPolicy(home.ledger) === policyDigest(home.policy)
  return [
    fine('ledger.open', `The ledger opens, its mark agrees: ${size} events. \`waybill verify\` reads all of them.`),
    home.protected || home.kind === 'sandbox'
      ? fine(
          'keys.protected',
          home.kind === 'sandbox' ? 'This is a sandbox.' : 'The keys are protected by a passphrase.',
        )
      : look('keys.unprotected', 'The keys have no passphrase: who copies this home can use it.'),
    inForce
      ? fine('policy.recorded', 'The policy is the one last recorded.')
      : {
          level: 'error',
          code: 'policy.changed',
          message: 'policy.json is not the policy last recorded: run `waybill policy set --record`.',
        },
    world.courier === null
      ? look('courier.none', 'No courier for text messages is set up: passwords travel by phone or in person.')
      : fine('courier.ready', `Text messages go by ${world.courier.id}.`),
    home.ledger.scrubPending
      ? look(
          'ledger.scrub-pending',
          'Shredded bytes may still lie in the write-ahead log: close other programs that read the ledger.',
        )
      : fine('ledger.scrubbed', 'Nothing that was shredded is left in the ledger’s files.'),
    ...(interrupted.length > 0
      ? [look('transfers.cut-off', `Transfers that were cut off: ${interrupted.length}; run \`waybill resume\`.`)]
      : []),
    fine('transfers.open', `Open transfers: ${open.length}.`),
  ]
}

function fine(code: string, message: string): Finding {
  return { level: 'note', code, message }
}

function look(code: string, message: string): Finding {
  return { level: 'warning', code, message }
}
