import { placeholderOf, type Values } from './placeholders.ts'

/** A gateway as the policy describes it; its values are checked there (`src/policy-couriers.ts`). */
export interface Gateway {
  /** https alone. */
  readonly url: string
  readonly headers?: Readonly<Record<string, string | FromEnvironment>> | undefined
  /** One of the two. Values are set into parsed JSON or into fields, never into text. */
  readonly json?: Template | undefined
  readonly form?: Readonly<Record<string, string | FromEnvironment>> | undefined
  /** Where the answer has the message's id: names and indexes with dots between them, such as `messages.0.id`. */
  readonly idAt: string
  /** Where it has a status, and which ones say that the gateway took the message, which ones that it refused it. */
  readonly statusAt?: string | undefined
  readonly taken?: readonly Status[] | undefined
  readonly refused?: readonly Status[] | undefined
}

/** Compared as texts: `0` and `"0"` are the same. */
export type Status = string | number | boolean

/** Stands for the value of a variable of the environment. */
export type FromEnvironment = { readonly env: string }

/** JSON in which a text that is exactly a placeholder, and an object that is exactly `{"env": NAME}`, stand for values. */
export type Template = null | boolean | number | string | readonly Template[] | TemplateObject
type TemplateObject = { readonly [key: string]: Template }

export type Environment = Readonly<Record<string, string | undefined>>

export interface Composed {
  readonly headers: Readonly<Record<string, string>>
  /** Holds the text: its bytes are to be zeroed after use. */
  readonly body: Uint8Array
}

/** A variable that is not set gives an empty text: ask `missingVariables` before. */
export function compose(gateway: Gateway, env: Environment, values: Values): Composed {
  const filled = replace(bodyOf(gateway), leaf => {
    if (typeof leaf !== 'string') return env[leaf.env] ?? ''
    const name = placeholderOf(leaf)
    return name === null ? leaf : values[name]
  })
  const [type, text] =
    gateway.form === undefined
      ? ['application/json', JSON.stringify(filled)]
      : ['application/x-www-form-urlencoded', formOf(filled)]
  const own = Object.entries(gateway.headers ?? {}).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : (env[value.env] ?? ''),
  ])
  const headers = { 'Content-Type': type, Accept: 'application/json', ...Object.fromEntries(own) }
  return { headers, body: new TextEncoder().encode(text) }
}

/** The names of variables that are not set, or hold what no header may hold; each once. */
export function missingVariables(gateway: Gateway, env: Environment): string[] {
  const missing = new Set<string>()
  for (const value of Object.values(gateway.headers ?? {})) {
    // RFC 9110 §5.5, without obs-text.
    if (typeof value !== 'string' && !/^[\t\x20-\x7E]+$/.test(env[value.env] ?? '')) missing.add(value.env)
  }
  replace(bodyOf(gateway), leaf => {
    if (typeof leaf !== 'string' && !env[leaf.env]) missing.add(leaf.env)
    return null
  })
  return [...missing]
}

export function wantsSender(gateway: Gateway): boolean {
  let wants = false
  replace(bodyOf(gateway), leaf => {
    wants ||= leaf === '{sender}'
    return null
  })
  return wants
}

function bodyOf({ form, json = null }: Gateway): Template {
  return form ?? json
}

/** A copy with other values for all texts and variables. */
function replace(template: Template, by: (leaf: string | FromEnvironment) => Template): Template {
  if (typeof template === 'string') return by(template)
  if (typeof template !== 'object' || template === null) return template
  if (isList(template)) return template.map(item => replace(item, by))
  const [[key, name] = [], ...others] = Object.entries(template)
  if (key === 'env' && others.length === 0 && typeof name === 'string') return by({ env: name })
  return Object.fromEntries(Object.entries(template).map(([key, item]) => [key, replace(item, by)]))
}

function isList(template: readonly Template[] | TemplateObject): template is readonly Template[] {
  return Array.isArray(template)
}

function formOf(filled: Template): string {
  return new URLSearchParams(
    Object.entries(filled ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString()
}
