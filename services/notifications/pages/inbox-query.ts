/** What a person looks for in the inbox, as it stands in the address of the page. */
export interface InboxQuery {
  readonly q: string
  readonly unreadOnly: boolean
  readonly dismissed: boolean
  /** Only older ones than this. */
  readonly before?: number | undefined
}

export function readInboxQuery(querystring: string): InboxQuery {
  const asked = new URLSearchParams(querystring)
  const before = Number(asked.get('before') ?? Number.NaN)
  return {
    q: (asked.get('q') ?? '').trim().slice(0, 200),
    unreadOnly: asked.get('unread') === 'yes',
    dismissed: asked.get('dismissed') === 'yes',
    before: Number.isSafeInteger(before) && before > 0 ? before : undefined,
  }
}

/** The same as an address; `path` is the inbox itself, or what comes back to it. */
export function inboxAddress(
  { q, unreadOnly, dismissed, before }: InboxQuery,
  path = '/notifications',
): string {
  const query = new URLSearchParams({
    ...(q !== '' && { q }),
    ...(unreadOnly && { unread: 'yes' }),
    ...(dismissed && { dismissed: 'yes' }),
    ...(before !== undefined && { before: String(before) }),
  })
  return query.size === 0 ? path : `${path}?${query.toString()}`
}
