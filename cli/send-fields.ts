import { levels } from '../lib/zip/writing/deflate.ts'
import type { SendRequest } from '../src/intent.ts'
import type { SendOptions } from './commands/send.ts'

/** What the flags of `send` say, as fields of a request; those that are asked for where they are missing stay away. */
export function sendFields(options: SendOptions) {
  return {
    organisation: options.org,
    channel: options.via,
    hold: options.hold,
    basis: options.basis,
    categories: options.category,
    subjects: options.subjects,
    records: options.records,
    client: options.client,
    reference: options.ref,
    out: options.out,
    force: options.force,
    level: levels.find(level => level === options.level),
    hideNames: options.hideNames,
    recipe: options.recipe,
    keep: options.keep,
    card: options.card,
    language: options.language,
    opener: options.opener,
    askDeletion: options.askDeletion,
  } satisfies Partial<SendRequest>
}
