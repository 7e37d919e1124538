import type { FileSource } from '../sources.ts'
import { SourceFile } from './source-file.ts'

/** The large files that are being read, so that a failure leaves none of them open. */
export class OpenFiles {
  readonly #files = new Set<SourceFile>()

  async open(source: FileSource): Promise<SourceFile> {
    const file = await SourceFile.open(source)
    this.#files.add(file)
    return file
  }

  /** Confirms that the file did not change while it was read, and lets go of it. */
  async finish(file: SourceFile): Promise<void> {
    await file.confirmUnchanged()
    this.#files.delete(file)
    await file.close()
  }

  async close(): Promise<void> {
    for (const file of this.#files) await file.close()
  }
}
