import type { TelegramCall } from './telegram-api.ts'

/** Why Telegram would not take a call as it is; the words are those of its server. */
export function telegramVerdict(
  { method, fields }: TelegramCall,
  blocked: ReadonlySet<number>,
): { readonly status: number; readonly description: string } | undefined {
  if (method !== 'sendMessage' && method !== 'sendPhoto') return undefined
  if (blocked.has(Number(fields['chat_id'])))
    return { status: 403, description: 'Forbidden: bot was blocked by the user' }
  const text = fields['text'] ?? fields['caption'] ?? ''
  if (method === 'sendMessage' && text.trim() === '') return bad('message text is empty')
  const shown = fields['parse_mode'] === 'HTML' ? shownText(text) : text
  if (shown === undefined) return bad("can't parse entities: Can't find end tag")
  if (shown.length > (method === 'sendPhoto' ? 1024 : 4096))
    return bad(method === 'sendPhoto' ? 'message caption is too long' : 'message is too long')
  return keyboardFits(fields['reply_markup']) ? undefined : bad('BUTTON_DATA_INVALID')
}

function bad(reason: string) {
  return { status: 400, description: `Bad Request: ${reason}` }
}

/** The text without its tags; undefined when they are not balanced or not known. */
function shownText(html: string): string | undefined {
  const open: string[] = []
  for (const [, close, tag = ''] of html.matchAll(/<(\/?)([^\s>]*)[^>]*>/g)) {
    if (!['b', 'i', 'code', 'pre', 'a'].includes(tag)) return undefined
    if (!close) open.push(tag)
    else if (open.pop() !== tag) return undefined
  }
  if (open.length > 0) return undefined
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}

function keyboardFits(markup: string | undefined): boolean {
  const { inline_keyboard: rows } = JSON.parse(markup ?? '{"inline_keyboard":[]}') as {
    inline_keyboard: { callback_data: string }[][]
  }
  return rows.flat().every(({ callback_data: data }) => Buffer.byteLength(data) <= 64)
}
