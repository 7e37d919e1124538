import type { Command } from 'commander'
import { WaybillError } from '../../lib/error.ts'
import { type Language, languages, type System, systems, type Verifying, verifyings } from '../../src/words.ts'
import { choice, phoneNumber } from '../arguments.ts'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { importFile } from '../import-contacts.ts'
import { withHome } from '../session.ts'
import { line } from '../style.ts'

interface Given {
  readonly org?: string
  readonly phone?: string
  readonly client?: string
  readonly verified?: Verifying
  readonly verifiedBy?: string
  readonly language?: Language
  readonly system?: System
}

export function contacts(program: Command, act: Act): void {
  const group = program
    .command('contacts')
    .summary('Recipients on record, and who verified their numbers')
    .addHelpText(
      'before',
      examples([
        ['waybill contacts add --name "Ada Lovelace" --phone +4915112345678 --verified called-back', ''],
        ['waybill contacts edit "Ada Lovelace" --phone +4915112345679 --verified in-person', 'a new number'],
        ['waybill contacts import customers.csv --dry-run', 'a whole list'],
      ]),
    )
  facts(group.command('add').summary('Put a recipient on record').option('--name <name>', 'the recipient'))
    .addHelpText(
      'before',
      examples([
        [
          'waybill contacts add --name "Ada Lovelace" --org "Example Ltd" --phone +4915112345678 --verified called-back',
          'you called a number that you knew from elsewhere, and she said that this is hers',
        ],
      ]),
    )
    .action(act(add))
  ofClient(group.command('list'))
    .summary('All of them, numbers masked')
    .addHelpText('before', examples([['waybill contacts list --client "North AG"', '']]))
    .action(act(list))
  ofClient(group.command('show').argument('<name>', 'the contact'))
    .summary('One of them: when the number changed, and who verified it')
    .option('--number', 'show the whole number too, on this terminal alone')
    .addHelpText('before', examples([['waybill contacts show "Ada Lovelace" --number', 'to call them']]))
    .action(act(show))
  facts(group.command('edit').argument('<name>', 'the contact').option('--rename <name>', 'another name'))
    .summary('Change one; another number is not verified until somebody verifies it')
    .addHelpText(
      'before',
      examples([
        ['waybill contacts edit "Ada Lovelace" --verified in-person --verified-by "Emmy Noether"', ''],
        ['waybill contacts edit "Ada Lovelace" --phone +4915112345679', 'the old verification no longer counts'],
      ]),
    )
    .action(act(edit))
  ofClient(group.command('remove').argument('<name>', 'the contact'))
    .summary('Take one off the record, and shred its past')
    .addHelpText('before', examples([['waybill contacts remove "Ada Lovelace"', '']]))
    .action(act(remove))
  group
    .command('import')
    .argument('<file>', 'CSV: name,organisation,phone,client,verified,verified_by,language,system')
    .summary('Put a whole list on record, or nothing of it')
    .option('--client <name>', 'the client of the lines that name none')
    .option('--update', 'let contacts that exist change')
    .option('-n, --dry-run', 'check everything, do nothing')
    .addHelpText(
      'before',
      examples([
        ['waybill contacts import customers.csv --dry-run', 'says which lines are wrong'],
        ['waybill contacts import customers.csv --update', 'empty fields leave what is on record'],
      ]),
    )
    .action(act(importFile))
  group.action(() => group.help({ error: true }))
}

/** The flags that `add` and `edit` share. */
function facts(command: Command): Command {
  return ofClient(command)
    .option('--org <name>', 'their organisation')
    .option('--phone <number>', 'their number, with + and country code', phoneNumber('--phone'))
    .option(
      '--verified <how>',
      `how it was verified that the number is theirs: ${verifyings.join(', ')}`,
      choice('--verified', verifyings),
    )
    .option('--verified-by <name>', 'who verified it (default: you)')
    .option(
      '--language <code>',
      `in which they are written to: ${languages.join(', ')}`,
      choice('--language', languages),
    )
    .option('--system <name>', `on which they open archives: ${systems.join(', ')}`, choice('--system', systems))
}

function ofClient(command: Command): Command {
  return command.option('--client <name>', 'the client whose contact it is')
}

async function add(context: Context, { name, ...given }: Given & { name?: string }): Promise<void> {
  const details = detailsOf(given)
  const recipient = name ?? (await context.prompt.ask('Who is it', { flag: '--name' }))
  await withHome(context, async ({ world }) => {
    const [{ addContact }, { contactView }, { contactLines }] = await Promise.all([
      import('../../src/contact-changes.ts'),
      import('../../src/contact-view.ts'),
      import('../contact-lines.ts'),
    ])
    const view = contactView(world, await addContact(world, { ...details, client: given.client, recipient }))
    context.terminal.reply(view, () => contactLines(view))
  })
}

function list(context: Context, { client }: Pick<Given, 'client'>): Promise<void> {
  return withHome(context, async ({ world }) => {
    const [{ listContacts }, { contactView }, { contactTable }] = await Promise.all([
      import('../../src/contacts.ts'),
      import('../../src/contact-view.ts'),
      import('../contact-lines.ts'),
    ])
    const views = listContacts(world.ledger, client).map(contact => contactView(world, contact))
    context.terminal.reply(views, () => (views.length === 0 ? ['No contacts.'] : contactTable(views, context.terminal)))
  })
}

function show(context: Context, name: string, { client, number }: Pick<Given, 'client'> & { number?: boolean }) {
  return withHome(context, async ({ world }) => {
    const [{ requireContact }, { contactHistory, contactView }, { contactLines, historyLines }] = await Promise.all([
      import('../../src/contacts.ts'),
      import('../../src/contact-view.ts'),
      import('../contact-lines.ts'),
    ])
    const contact = requireContact(world.ledger, name, client)
    if (number) showNumber(context, contact.recipient, contact.phone)
    const view = { ...contactView(world, contact), history: contactHistory(world.ledger, contact) }
    context.terminal.reply(view, () => [...contactLines(view), ...historyLines(view.history)])
  })
}

/** As `dictate` does: a whole number is personal, and stdout may be a file. */
function showNumber({ terminal, prompt }: Context, name: string, phone: string | null): void {
  const screen = prompt.possible ? terminal.controllingTerminal() : null
  if (screen === null) {
    throw new WaybillError(
      'WB-NEEDS-TERMINAL',
      'A whole number is shown on a terminal alone, and there is none.',
      'Leave --number out, or run it on a terminal.',
    )
  }
  screen.write(phone === null ? line`${name} has no number on record.` : line`${name}: ${phone}`)
}

async function edit(context: Context, name: string, { rename, ...given }: Given & { rename?: string }): Promise<void> {
  const edits = { ...detailsOf(given), recipient: rename }
  if (Object.values(edits).every(value => value === undefined)) {
    throw new WaybillError(
      'WB-USAGE',
      'Nothing is to change.',
      'Give --phone, --org, --rename, --verified, --language or --system.',
    )
  }
  await withHome(context, async ({ world }) => {
    const [{ editContact }, { requireContact }, { contactView }, { contactLines }] = await Promise.all([
      import('../../src/contact-changes.ts'),
      import('../../src/contacts.ts'),
      import('../../src/contact-view.ts'),
      import('../contact-lines.ts'),
    ])
    const edited = await editContact(world, name, given.client, edits)
    if (edited === null) context.terminal.say('It is on record like this already; nothing was recorded.')
    const view = contactView(world, edited ?? requireContact(world.ledger, name, given.client))
    context.terminal.reply(view, () => contactLines(view))
  })
}

function remove(context: Context, name: string, { client }: Pick<Given, 'client'>): Promise<void> {
  const { terminal, prompt, globals } = context
  return withHome(context, async ({ world }) => {
    const [{ removeContact }, { requireContact }] = await Promise.all([
      import('../../src/contact-changes.ts'),
      import('../../src/contacts.ts'),
    ])
    const { recipient, client: owner } = requireContact(world.ledger, name, client)
    const removed = await prompt.confirm(`Remove the contact ${recipient}?`, {
      flag: '--yes',
      given: globals.yes === true,
    })
    if (removed) removeContact(world, name, client)
    terminal.reply({ removed, name: recipient, client: owner }, () =>
      removed ? line`${recipient} is no contact any more.` : 'Nothing was removed.',
    )
  })
}

function detailsOf({ org, phone, verified, verifiedBy, language, system }: Given) {
  if (verified === undefined && verifiedBy !== undefined) {
    throw new WaybillError('WB-USAGE', 'Who verified the number is given, but not how.', 'Add --verified.')
  }
  return {
    organisation: org,
    phone,
    language,
    system,
    verified: verified === undefined ? undefined : { how: verified, by: verifiedBy },
  }
}
