import { fieldsIn, listIn, own, textIn, type Fields } from './record.ts'

/** Texts that the program puts into the mouth of the user. */
const notSaid =
  /^\s*(?:<command-name>|<local-command-stdout>|<system-reminder>|<task-notification>|Caveat:)/

/** What a record of type `user` holds as text, its blocks one after the other. */
export function userText(record: Fields): string {
  const message = fieldsIn(record, 'message')
  const content = own(message, 'content')
  if (typeof content === 'string') return content
  return listIn(message, 'content')
    .filter((block) => own(block, 'type') === 'text')
    .map((block) => textIn(block, 'text') ?? '')
    .join('\n')
}

/** Whether a record of type `user` is something that the person said. */
export function isUserTurn(record: Fields): boolean {
  if (['isMeta', 'isSidechain', 'isCompactSummary'].some((name) => own(record, name) === true)) {
    return false
  }
  const content = own(fieldsIn(record, 'message'), 'content')
  if (typeof content === 'string') return content.trim() !== '' && !notSaid.test(content)
  if (!Array.isArray(content) || content.length === 0) return false
  const blocks = listIn(fieldsIn(record, 'message'), 'content')
  if (blocks.some((block) => own(block, 'type') === 'tool_result')) return false
  return blocks.length > 0 && !notSaid.test(userText(record))
}
