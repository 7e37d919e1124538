/** Why a name is not harmless, the plainest reason first. */
export const suspicions = [
  'e-mail',
  'iban',
  'identity-number',
  'birth-date',
  'phone',
  'delicate',
  'name',
  'number',
  'unknown',
] as const
export type Suspicion = (typeof suspicions)[number]
