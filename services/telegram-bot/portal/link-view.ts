import type { Database } from '#core/database/connect.ts'
import type { PortalIdentity } from '#core/http/portal-identity.ts'
import { deliveriesOf, type DeliveryRecord } from '#core/notifications/deliveries.ts'
import { preferencesOf, type ChannelPreference } from '#core/notifications/preferences.ts'
import { linkRequestOf, type LinkRequest } from '../links/link-requests.ts'
import { endedLinkOf, linkOf, type Link } from '../links/links.ts'

/** All that a person's page says. */
export interface LinkView {
  readonly person: PortalIdentity
  readonly botName: string | undefined
  readonly link: Link | undefined
  readonly request: LinkRequest | undefined
  readonly ended: { readonly reason: string; readonly endedAt: Date } | undefined
  readonly deliveries: readonly DeliveryRecord[]
  /** How the person wants this channel, where they have said so. */
  readonly preference: ChannelPreference | undefined
  readonly now: Date
}

const SHOWN = 20

export async function readLinkView(
  db: Database,
  channel: string,
  person: PortalIdentity,
  botName: string | undefined,
): Promise<LinkView> {
  const { username } = person
  const [link, request, ended, deliveries, preferences] = await Promise.all([
    linkOf(db, username),
    linkRequestOf(db, username),
    endedLinkOf(db, username),
    deliveriesOf(db, channel, username, SHOWN),
    preferencesOf(db, username),
  ])
  const preference = preferences.get(channel)
  return { person, botName, link, request, ended, deliveries, preference, now: new Date() }
}
