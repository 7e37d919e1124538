import { WaybillError } from '../lib/error.ts'
import type { Finding } from '../lib/finding.ts'
import { ask, recordRequests } from './asking.ts'
import { backupStaging, sweepBackup } from './backup-staging.ts'
import type { Home } from './home.ts'
import { cutOff, openTransfers } from './open-transfers.ts'
import { policyDigest } from './policy.ts'
import { recordedPolicy } from './policy-in-force.ts'
import { transfersToForget } from './redacting.ts'
import { retention } from './retention.ts'
import type { Watch, World } from './world.ts'

/**
 * What is set up, what is missing, what the policy would refuse. That the home opened says that its ledger and mark agree.
 * With `ask` the provider is asked too: one harmless request, which goes on record.
 */
export async function diagnose(
  home: Home,
  world: World,
  { ask: wanted = false, ...watch }: Watch & { ask?: boolean } = {},
): Promise<Finding[]> {
  const open = openTransfers(world)
  const interrupted = cutOff(world)
  const unknown = open.filter(({ state }) => state === 'unknown').length
  const kept = transfersToForget(world).length
  const due = retention(world).items.filter(({ waits }) => waits === null).length
  return [
    ...homeFindings(home),
    ...(await courierFindings(world, wanted, watch)),
    home.ledger.scrubPending
      ? look(
          'ledger.scrub-pending',
          'Shredded bytes may still lie in the write-ahead log: close other programs that read the ledger.',
        )
      : fine('ledger.scrubbed', 'Nothing that was shredded is left in the ledger’s files.'),
    ...(home.ledger.shredsUnlisted
      ? [look('shreds.unlisted', 'shreds.json lacks a shred, and a restore would bring it back: look at the disk.')]
      : []),
    ...(sweepBackup(home.directory)
      ? []
      : [
          wrong(
            'backup.left',
            `A copy of the home that a killed backup has left cannot be removed: delete ${backupStaging(home.directory)}.`,
          ),
        ]),
    ...(due > 0
      ? [
          look(
            'retention.due',
            `Kept long enough: ${due}; \`waybill purge --dry-run\` lists archives and personal data.`,
          ),
        ]
      : []),
    ...(interrupted.length > 0
      ? [look('transfers.cut-off', `Transfers that were cut off: ${interrupted.length}; run \`waybill resume\`.`)]
      : []),
    ...(unknown > 0
      ? [
          look(
            'transfers.unknown',
            `Passwords that may have left, and nobody says: ${unknown}; run \`waybill status\`.`,
          ),
        ]
      : []),
    ...(kept > 0
      ? [
          look(
            'texts.kept',
            `Transfers with a text that the provider has still to forget: ${kept}; \`waybill status\` asks it again.`,
          ),
        ]
      : []),
    fine('transfers.open', `Open transfers: ${open.length}.`),
  ]
}

/** The part of it that is quick to know, however long the ledger is, and that asks nobody. */
export async function glance(home: Home, world: World): Promise<Finding[]> {
  return [...homeFindings(home), ...(await courierFindings(world, false, {}))]
}

function homeFindings(home: Home): Finding[] {
  const { size } = home.ledger.checkpoint()
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
      : wrong('policy.changed', 'policy.json is not the policy last recorded: run `waybill policy set --record`.'),
  ]
}

async function courierFindings(world: World, wanted: boolean, watch: Watch): Promise<Finding[]> {
  const { courier } = world
  if (courier === null) {
    return [look('courier.none', 'No courier for text messages is set up: passwords travel by phone or in person.')]
  }
  const missing = (await courier.missing?.()) ?? []
  if (world.kind === 'production' && world.policy.sender.name === undefined) {
    missing.push(look('sender.unnamed', 'Text messages do not name you: set sender.name in the policy.'))
  }
  if (missing.some(({ level }) => level === 'error')) return missing
  const ready = fine('courier.ready', `Text messages go by ${courier.id}.`)
  if (!wanted) return [ready, ...missing]
  if (courier.probe === undefined) {
    return [ready, ...missing, fine('courier.not-asked', `There is no harmless request to the courier ${courier.id}.`)]
  }
  try {
    const { value, requests } = await ask(
      world,
      null,
      'probe',
      async call => (await courier.probe?.(call)) ?? [],
      watch,
    )
    recordRequests(world, null, requests)
    return [ready, ...missing, ...value]
  } catch (error) {
    if (!(error instanceof WaybillError) || error.code === 'WB-INTERRUPTED') throw error
    return [...missing, wrong('courier.no-answer', `${error.message} ${error.hint}`)]
  }
}

function fine(code: string, message: string): Finding {
  return { level: 'note', code, message }
}

function look(code: string, message: string): Finding {
  return { level: 'warning', code, message }
}

function wrong(code: string, message: string): Finding {
  return { level: 'error', code, message }
}
