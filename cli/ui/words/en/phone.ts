export const phone = {
  title: 'Sandbox phone',
  picture: { title: 'SANDBOX PHONE', none: 'no texts yet' },
  keys: { back: 'back', refresh: 'look again' },
}
