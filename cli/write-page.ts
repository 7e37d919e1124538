import type { Context } from './context.ts'

/** A page as the answer: on stdout, or in the new file `out`, whose path is the answer then. */
export async function writePage(
  { terminal }: Context,
  page: string,
  { out, force }: { readonly out?: string; readonly force?: boolean },
): Promise<void> {
  if (out === undefined) {
    await terminal.answerDocument(page)
    return
  }
  const [{ outPath, writeNewFile }, { systemRandom }] = await Promise.all([
    import('./new-file.ts'),
    import('./compose.ts'),
  ])
  const file = outPath(out)
  await writeNewFile(file, page, { force: force === true, random: systemRandom })
  terminal.answer(file)
}
