import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'

/** A request to Twilio's REST API, with its parameters as they came: a name given twice has a list. */
export interface ApiRequest {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string | string[]>>
  readonly form: Readonly<Record<string, string | string[]>>
}

interface Operation {
  readonly method: string
  readonly path: RegExp
  readonly inPath: ValidateFunction
  readonly query: ValidateFunction
  readonly form: ValidateFunction
}

/**
 * What is wrong with a request by Twilio's official OpenAPI description (in `@twilio/cli-core`): an unknown path, method
 * or parameter, a missing one, a value of another type or form. Nothing: an empty list.
 */
export function complaintsAbout(request: ApiRequest): string[] {
  const fitting = operations().filter(({ path }) => path.test(request.path))
  if (fitting.length === 0) return [`unknown path ${request.path}`]
  const operation = fitting.find(({ method }) => method === request.method)
  if (operation === undefined) return [`unknown method ${request.method} ${request.path}`]
  const inPath = { ...operation.path.exec(request.path)?.groups }
  return [
    ...failures(operation.inPath, inPath),
    ...failures(operation.query, { ...request.query }),
    ...failures(operation.form, { ...request.form }),
  ]
}

function failures(validate: ValidateFunction, values: object): string[] {
  if (validate(values)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  )
}

/** What of an OpenAPI description is used. It is the official one: trusted to have this shape. */
interface Description {
  readonly components: object
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
}

interface Described {
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema: object }[]
  readonly requestBody?: { content: Record<string, { schema: { properties?: object; required?: string[] } }> }
}

let known: Operation[] | undefined

function operations(): Operation[] {
  known ??= ['twilio_api_v2010.json', 'twilio_lookups_v2.json'].map(describe).flatMap(operationsOf)
  return known
}

function describe(name: string): Description {
  const core = dirname(createRequire(import.meta.url).resolve('@twilio/cli-core/package.json'))
  return JSON.parse(readFileSync(join(core, 'src/services/twilio-api', name), 'utf8'))
}

/** Messages and Lookup: the rest of the API is not for couriers. */
const served = [
  /^\/2010-04-01\/Accounts\/\{AccountSid\}\/Messages(?:\/\{Sid\})?\.json$/,
  /^\/v2\/PhoneNumbers\/\{[A-Za-z]+\}$/,
]

function operationsOf({ components, paths }: Description): Operation[] {
  const ajv = new Ajv({ strict: false, coerceTypes: true, allErrors: true, logger: false })
  // E.164, or what a sender may be besides.
  ajv.addFormat('phone-number', /^(?:\+[1-9]\d{6,14}|[A-Za-z0-9 ]{2,11})$/)
  const compile = (properties: object, required: readonly string[] = []) =>
    ajv.compile({ type: 'object', properties, required, additionalProperties: false, components })
  return Object.entries(paths)
    .filter(([path]) => served.some(pattern => pattern.test(path)))
    .flatMap(([path, methods]) =>
      ['get', 'post', 'put', 'delete'].flatMap(method => {
        const described = methods[method]
        if (described === undefined) return []
        const { parameters = [], requestBody } = described
        const form = requestBody?.content['application/x-www-form-urlencoded']?.schema
        const placed = (where: string) => parameters.filter(parameter => parameter.in === where)
        const properties = (where: string) =>
          Object.fromEntries(placed(where).map(({ name, schema }) => [name, schema]))
        const required = (where: string) => placed(where).flatMap(({ name, required }) => (required ? [name] : []))
        return [
          {
            method: method.toUpperCase(),
            path: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+?)')}$`),
            inPath: compile(properties('path'), required('path')),
            query: compile(properties('query'), required('query')),
            form: compile(form?.properties ?? {}, form?.required),
          },
        ]
      }),
    )
}
