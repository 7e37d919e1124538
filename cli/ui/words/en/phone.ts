export const phone = {
  title: 'Sandbox phone',
  keys: { back: 'back', refresh: 'look again' },
}
