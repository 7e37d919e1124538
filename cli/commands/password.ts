import { type Command, Option } from 'commander'
import { recipes } from '../../src/words.ts'
import { choice, descriptor, integer } from '../arguments.ts'
import type { Act, Context } from '../context.ts'
import { examples } from '../examples.ts'
import { secretFromDescriptor, secretFromStream } from '../secret-input.ts'

interface Options {
  recipe: (typeof recipes)[number]
  count: number
  judge?: boolean
  passwordFd?: number
}

export function password(program: Command, act: Act): void {
  program
    .command('password')
    .summary('Make a password, or judge one, without a transfer')
    .addOption(
      new Option('--recipe <name>', recipes.join(', '))
        .argParser(choice('--recipe', recipes))
        .default('groups' as const),
    )
    .addOption(new Option('-n, --count <n>', 'how many').argParser(integer('--count', 1, 100)).default(1))
    .option('--judge', 'judge a password of your own: typed, from --password-fd, or the first line of stdin')
    .option('--password-fd <n>', 'read it from this descriptor', descriptor('--password-fd'))
    .addHelpText(
      'before',
      examples([
        ['waybill password', 'one of 99 bits'],
        ['waybill password --recipe words', 'seven words'],
        ['waybill password --judge', 'asks for yours'],
      ]),
    )
    .action(act(run))
}

async function run(context: Context, options: Options): Promise<number> {
  return options.judge ? judgeOne(context, options) : make(context, options)
}

async function make({ terminal }: Context, { recipe, count }: Options): Promise<number> {
  const [{ generate }, { systemRandom }, { defaultPolicy }] = await Promise.all([
    import('../../lib/password/generate.ts'),
    import('../compose.ts'),
    import('../../src/policy.ts'),
  ])
  const made = Array.from({ length: count }, () => generate(recipe, defaultPolicy.password, systemRandom))
  // The one answer, beside the sandbox phone, that is a password: it was asked for.
  const answers = made.map(({ secret, bits, length }) => ({
    password: secret.use(text => text),
    recipe,
    bits: Math.floor(bits),
    length,
  }))
  terminal.reply(count === 1 ? answers[0] : answers, () => answers.map(answer => answer.password))
  for (const { secret } of made) secret.destroy()
  return 0
}

async function judgeOne({ terminal, prompt }: Context, { passwordFd }: Options): Promise<number> {
  const [{ judge }, { crackTimeInWords }, { defaultPolicy }] = await Promise.all([
    import('../../lib/password/judge.ts'),
    import('../../lib/password/crack.ts'),
    import('../../src/policy.ts'),
  ])
  const secret =
    passwordFd !== undefined
      ? await secretFromDescriptor(passwordFd, '--password-fd')
      : process.stdin.isTTY && prompt.possible
        ? await prompt.askSecret('Password to judge', { flag: '--password-fd' })
        : await secretFromStream(process.stdin, 'stdin')
  const { bits, length, accepted, findings, crack } = await judge(secret, defaultPolicy.password)
  const answer = {
    accepted: accepted !== null,
    bits: Math.floor(bits),
    length,
    crackTime: crackTimeInWords(crack),
    findings,
  }
  secret.destroy()
  terminal.reply(answer, () => [
    `${answer.accepted ? 'Accepted' : 'Refused'}: ${answer.length} characters, about ${answer.bits} bits.`,
    `To guess it in an archive of this format, on a thousand graphics cards: ${answer.crackTime}.`,
    ...findings.map(finding => finding.message),
  ])
  return answer.accepted ? 0 : 3
}
