/** What one run of the bench found, as it is kept in JSON: the page and the charts are made from this alone. */
import { z } from 'zod'
import { corpusNames, scales } from './corpora/corpus.ts'

const run = z.object({
  /** Seconds. */
  wall: z.number(),
  cpu: z.number(),
  /** MiB. */
  peak: z.number(),
  /** Of what was made; null for a reader. */
  bytes: z.number().nullable(),
})

const outcome = z.object({
  id: z.string(),
  label: z.string(),
  maker: z.enum(['waybill', 'peer']),
  level: z.number().nullable(),
  work: z.enum(['pack', 'pack and check', 'wrap', 'read']),
  /** One for each round, in order; a slow contender has the first alone. */
  runs: z.array(run),
  /** Why there are no runs, or no more; null where all went well. */
  failed: z.string().nullable(),
})

const machine = z.object({
  processor: z.string(),
  cores: z.number(),
  memory: z.string(),
  system: z.string(),
  node: z.string(),
  tools: z.array(z.string()),
  directory: z.string(),
})

export const resultsSchema = z.object({
  version: z.literal(1),
  /** ISO 8601, UTC, when the run began. */
  date: z.string(),
  /** Short hash, with `+` where files were changed. */
  commit: z.string(),
  command: z.string(),
  scale: z.enum(scales),
  rounds: z.number(),
  machine,
  packing: z.partialRecord(z.enum(corpusNames), z.array(outcome)),
  reading: z.partialRecord(z.enum(corpusNames), z.array(outcome)),
  levels: z.array(z.object({ level: z.number(), waybill: outcome, floor: outcome })),
  scaling: z.array(z.object({ corpus: z.enum(corpusNames), workers: z.number(), outcome })),
  memory: z.array(z.object({ mebibytes: z.number(), packing: outcome, checked: outcome })),
  firstByte: z.array(z.object({ label: z.string(), milliseconds: z.array(z.number()) })),
  send: run.extend({ mebibytes: z.number() }).nullable(),
  startUp: z.array(
    z.object({
      name: z.string(),
      least: z.number(),
      median: z.number(),
      over: z.number(),
      goal: z.number().nullable(),
    }),
  ),
  cancelling: z.array(
    z.object({
      work: z.string(),
      /** Milliseconds from the call to the abort, and from the abort until nothing ran any more. */
      after: z.number(),
      took: z.number(),
      /** Threads that were there when it had rejected and not before it began. */
      threadsLeft: z.number(),
      /** Files of it that lay in the directory then. */
      filesLeft: z.number(),
    }),
  ),
  redraws: z.array(
    z.object({
      work: z.string(),
      /** Most within any one second. */
      most: z.number(),
      /** Redraws in all, steps told, and milliseconds in drawing and of the whole. */
      redraws: z.number(),
      steps: z.number(),
      drawing: z.number(),
      whole: z.number(),
    }),
  ),
})

export type Results = z.infer<typeof resultsSchema>
export type Outcome = z.infer<typeof outcome>
export type Run = z.infer<typeof run>
export type Machine = z.infer<typeof machine>
