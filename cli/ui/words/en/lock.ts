export const lock = {
  title: 'Locked',
  locked: 'This home is locked.',
  passphrase: 'Passphrase',
  hint: 'What you type does not show.',
  opening: 'Opening…',
  keys: { unlock: 'unlock', quit: 'quit' },
}
