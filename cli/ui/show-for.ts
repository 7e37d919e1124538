/** Milliseconds that a secret shows after the key that asked for it: nobody may be there any more. */
export const showFor = 30_000
