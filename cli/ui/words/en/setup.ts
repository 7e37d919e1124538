export const setup = {
  title: 'Welcome',
  welcome:
    'Waybill seals files, sends the password by another road and records it. Who works here? One person, no shared account.',
  name: 'First and last name',
  nameHint: 'Grace Hopper',
  email: 'Your own e-mail',
  emailHint: 'grace.hopper@example.com',
  or: 'Or press Ctrl-T to try everything in the sandbox first: nothing leaves this device.',
  shortOr: 'Ctrl-T: try it in the sandbox first.',
  where: (directory: string) => `Everything is kept in ${directory}`,
  making: 'Making the keys…',
  leaving: 'Esc once more leaves, and what you typed here is lost.',
  mend: {
    name: 'Write the first and the last name of the person who works here.',
    email: 'Write the address of that person alone, such as grace.hopper@example.com.',
  },
  keys: { next: 'go on', sandbox: 'try the sandbox', quit: 'quit', up: 'field above', down: 'next field' },
}
