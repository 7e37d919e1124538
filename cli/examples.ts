/** The examples that every help begins with. */
export function examples(lines: readonly (readonly [command: string, what: string])[]): string {
  const rows = lines.map(([command, what]) => `  ${command}${what === '' ? '' : `\n      ${what}`}`)
  return `Examples:\n${rows.join('\n')}\n`
}
