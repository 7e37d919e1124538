/** What a stream and its surroundings can show. `env` is passed in; an empty variable counts as absent. */
export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Whether to colour. In this order: `--no-color`, `NO_COLOR` (no-color.org), `FORCE_COLOR` (`0` and `false` forbid, all
 * else forces), `TERM=dumb`, and only then whether the stream is a terminal.
 */
export function wantsColour(allowed: boolean, env: Environment, isTerminal: boolean): boolean {
  if (!allowed || env.NO_COLOR) return false
  const forced = env.FORCE_COLOR
  if (forced) return forced !== '0' && forced !== 'false'
  return isTerminal && !isDumb(env)
}

/** A terminal without cursor control: no progress bar, no colour. */
export function isDumb(env: Environment): boolean {
  return env.TERM === 'dumb'
}

/** Whether box drawing can be expected to show: a UTF-8 locale (POSIX, "Environment Variables"), or a Windows terminal. */
export function knowsUnicode(env: Environment, platform: NodeJS.Platform): boolean {
  if (platform === 'win32') return Boolean(env.WT_SESSION || env.TERM_PROGRAM || env.TERM)
  return /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '')
}
