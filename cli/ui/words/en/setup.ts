export const setup = {
  title: 'Welcome',
  welcome: 'Waybill keeps a record of what you hand over. Say who works here: one person, no shared account.',
  name: 'Your first and last name',
  nameHint: 'Grace Hopper',
  email: 'Your own e-mail address',
  emailHint: 'grace.hopper@example.com',
  or: 'Or press Ctrl-T to try everything in the sandbox first: nothing leaves this device.',
  where: (directory: string) => `The home will lie in ${directory}`,
  making: 'Making the keys…',
  keys: { next: 'go on', sandbox: 'try the sandbox', quit: 'quit', up: 'field above', down: 'next field' },
}
