import { suspicions } from '../lib/file-names/suspicion.ts'

/** The closed lists of words that stand in the ledger in clear. Adding one is a compatible change; changing one is not. */

export const channels = ['sms', 'phone', 'in-person'] as const
export type Channel = (typeof channels)[number]

/** Why a password waits: not at all, for the receipt code, or for the person who reads it out. */
export const holds = ['none', 'receipt', 'person'] as const
export type Hold = (typeof holds)[number]

/** What becomes of the names of files, which ZIP leaves readable: kept, replaced by numbers, or put into an inner ZIP. */
export const hidings = ['no', 'alias', 'wrap'] as const
export type Hiding = (typeof hidings)[number]

/** Why names are hidden or left: `--hide-names`, the policy, or with `auto` the data and what is suspected in the names. */
export const hidingReasons = ['asked', 'policy', 'special', ...suspicions] as const
export type HidingReason = (typeof hidingReasons)[number]

export const recipes = ['groups', 'words', 'mixed'] as const

/** Kinds of personal data. The second list is GDPR Art. 9(1) and Art. 10: special, always held. */
const ordinaryCategories = [
  'identification',
  'contact',
  'address',
  'birth-date',
  'financial',
  'tax',
  'contract',
  'customer',
  'employment',
  'salary',
  'education',
  'communication',
  'usage',
  'location',
  'image',
  'credentials',
  'children',
  'other',
] as const
export const specialCategories = [
  'health',
  'genetic',
  'biometric',
  'ethnic-origin',
  'political-opinion',
  'belief',
  'union-membership',
  'sex-life',
  'criminal',
] as const
export const categories = [...ordinaryCategories, ...specialCategories] as const
export type Category = (typeof categories)[number]

/** GDPR Art. 6(1)(a) to (f), in its order. */
export const bases = [
  'consent',
  'contract',
  'legal-obligation',
  'vital-interests',
  'public-task',
  'legitimate-interests',
] as const
export type Basis = (typeof bases)[number]

export const handOvers = ['mail', 'portal', 'sftp', 'person'] as const
export type HandOver = (typeof handOvers)[number]

/** How somebody found out that a number is the recipient's: each is a road that the number itself did not come by. */
export const verifyings = ['called-back', 'in-person', 'contract', 'official-source'] as const
export type Verifying = (typeof verifyings)[number]

/** In which a recipient is written to; `lib/courier/text.ts` has the same. */
export const languages = ['en', 'de', 'fr', 'es'] as const
export type Language = (typeof languages)[number]

/** On which a recipient opens archives. */
export const systems = ['windows', 'mac', 'phone', 'linux'] as const
export type System = (typeof systems)[number]

/** What a recipient answered who was asked to delete the files. */
export const deletionAnswers = ['deleted', 'kept'] as const
export type DeletionAnswer = (typeof deletionAnswers)[number]

export const contactChanges = ['added', 'changed', 'removed'] as const
export type ContactChange = (typeof contactChanges)[number]

/** How far the number of a transfer could be trusted when it was intended (`number-trust.ts`). */
export const numberTrusts = ['none', 'unverified', 'changed', 'verified'] as const
export type NumberTrust = (typeof numberTrusts)[number]

/**
 * By what a transfer is found without reading a personal field: the kinds of its search tags. Every transfer has the first
 * one, unless a version made it that had none of the first three, or the class `contact` was shredded.
 */
export const personalTerms = ['to', 'organisation', 'client', 'reference'] as const
export type PersonalTerm = (typeof personalTerms)[number]
/** Why personal data were shredded; `restored`: once more, after a backup had brought them back. */
export const shredReasons = ['due', 'asked', 'removed', 'restored'] as const
export type ShredReason = (typeof shredReasons)[number]

/** What became of an archive that was to be deleted. `changed`: another file has its name, and was left. */
export const archiveOutcomes = ['deleted', 'missing', 'changed'] as const
export type ArchiveOutcome = (typeof archiveOutcomes)[number]

export type PasswordLeft = 'kept' | 'released' | 'unknown' | 'accepted' | 'delivered' | 'failed'

/** Why a signing key is revoked. */
export const revocationReasons = ['compromised', 'retired', 'lost'] as const
export type RevocationReason = (typeof revocationReasons)[number]
