import { NoAnswer } from './exchange.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The proxy settings in the shape that `https.Agent` takes (`proxyEnv`); lower case goes first, as there. An address
 * without a scheme is one of HTTP. Node passes over what it does not know, which would go past the proxy: a proxy of
 * another kind, and an address that is none, are a `NoAnswer` here.
 */
export function proxyOf(env: Environment): Record<string, string> {
  const setting = env.https_proxy || env.HTTPS_PROXY || ''
  if (setting === '') return {}
  const address = setting.includes('://') ? setting : `http://${setting}`
  if (!isProxy(address)) throw new NoAnswer('proxy', false)
  return { https_proxy: address, no_proxy: env.no_proxy || env.NO_PROXY || '' }
}

function isProxy(address: string): boolean {
  const url = /^https?:\/\/[^\s]+$/.test(address) ? URL.parse(address) : null
  if (url === null) return false
  try {
    return decodeURIComponent(url.username + url.password) !== null
  } catch {
    return false
  }
}
