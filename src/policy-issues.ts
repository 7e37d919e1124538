import type * as z from 'zod'
import type { Finding } from '../lib/finding.ts'

type RawIssue = Parameters<z.core.$ZodErrorMap>[0]

/** What the schema itself does not say, in simple English: the end of a sentence that begins with the key. */
export function wordsOf(issue: RawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`
    case 'too_small':
      return issue.origin === 'number' ? `must be at least ${issue.minimum}` : 'must not be empty'
    case 'too_big':
      return `must be at most ${issue.maximum}${issue.origin === 'string' ? ' characters long' : ''}`
    case 'invalid_key':
      return 'must be named differently'
    default:
      return 'must be written differently'
  }
}

const kinds: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a whole number',
  boolean: 'true or false',
  string: 'a text',
  array: 'a list',
  object: 'a group of keys',
  record: 'a group of keys',
}

/** One finding a mistake; `at` is the key. `policy.unknown-key` tells a key that does not exist from a wrong value. */
export function findingsOf(issues: readonly z.core.$ZodIssue[], above: readonly PropertyKey[] = []): Finding[] {
  return issues.flatMap(issue => {
    const path = [...above, ...issue.path]
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map(key => finding('policy.unknown-key', [...path, key], 'does not exist'))
      case 'invalid_key':
        return [finding('policy.invalid', path, issue.issues[0]?.message ?? issue.message)]
      case 'invalid_union': {
        // The alternative that got furthest is the one that was meant.
        const meant = issue.errors.find(
          ([first]) => first && (first.path.length > 0 || first.code === 'unrecognized_keys'),
        )
        return meant ? findingsOf(meant, path) : [finding('policy.invalid', path, issue.message)]
      }
      default:
        return [finding('policy.invalid', path, issue.message)]
    }
  })
}

function finding(code: string, path: readonly PropertyKey[], complaint: string): Finding {
  const at = path.join('.')
  const message = at === '' ? `The policy ${complaint}` : `The policy key ${at} ${complaint}`
  return { level: 'error', code, message: message.replace(/\.?$/, '.'), ...(at !== '' && { at }) }
}
