import type { ErrorCode } from '../../../../lib/error.ts'

/** None: what `src` says of an error is English already, and exact. */
export const errors: Readonly<Partial<Record<ErrorCode, string>>> = {}
