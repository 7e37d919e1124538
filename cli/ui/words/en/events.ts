/** What each type of event says: the words of the command line. */
export { phrases as events } from '../../../event-words.ts'
