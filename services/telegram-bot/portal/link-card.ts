import { html, type Html } from '#core/html.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import { exactTime } from '#core/portal/exact-time.ts'
import type { LinkRequest } from '../links/link-requests.ts'
import type { LinkView } from './link-view.ts'

/** How the person's link stands and what they can do next; it follows a link that is being made. */
export function linkCard(view: LinkView): Html {
  const { request, link } = view
  const follow =
    request && !request.agreedAt
      ? html`hx-get="/telegram/link" hx-trigger="every 2s" hx-target="this" hx-swap="outerHTML"`
      : undefined
  return html`<section class="card" id="telegram-link" ${follow}>
    <header><h2>Your chat</h2></header>
    ${request ? requestPart(view, request) : link ? linkedPart(view) : unlinkedPart(view)}
  </section>`
}

function unlinkedPart(view: LinkView): Html {
  const { ended } = view
  return html`${
      ended &&
      html`<div class="notice warn">
        <p>Your chat was unlinked ${exactTime(ended.endedAt)}: ${ended.reason}</p>
      </div>`
    }
    <p>Get your notifications in Telegram, and run your scripts from there.</p>
    ${button(view, { action: 'link', label: 'Link Telegram', look: 'primary' })}`
}

function linkedPart(view: LinkView): Html {
  const { link, botName } = view
  return html`<p>
      Your notifications go to <strong>${link?.telegramName}</strong>${
        botName !== undefined && html`, from @${botName}`
      }.
      Linked ${link && exactTime(link.linkedAt)}.
    </p>
    ${whenPart(view)}
    <div class="row">
      ${button(view, { action: 'unlink', label: 'Unlink', look: 'danger' })}
      ${button(view, { action: 'link', label: 'Link another chat', look: 'quiet' })}
    </div>`
}

/** When nothing comes although a chat is linked. */
function whenPart({ preference }: LinkView): Html {
  const { muted, quietFrom, quietUntil, timeZone } = preference ?? {}
  const change = html`<a href="/notifications/preferences">Preferences</a>`
  if (muted)
    return html`<div class="notice warn"><p>You have muted it: nothing is sent. ${change}</p></div>`
  if (quietFrom && quietUntil)
    return html`<p class="small muted">
      Quiet from ${quietFrom} until ${quietUntil} (${timeZone}), but for what is urgent. ${change}
    </p>`
  return html`<p class="small muted">At any hour. ${change}</p>`
}

function requestPart(view: LinkView, request: LinkRequest): Html {
  if (request.agreedAt) return confirmPart(view, request)
  return html`${request.chatId === null ? codePart(view, request) : askedPart(request)}
  ${button(view, { action: 'refuse', label: 'Cancel', look: 'quiet' })}`
}

function codePart({ botName }: LinkView, { code, token, expiresAt }: LinkRequest): Html {
  const link = botName !== undefined && `https://t.me/${encodeURIComponent(botName)}?start=${token}`
  return html`${
      link &&
      html`<p><a class="button primary" href="${link}" rel="noreferrer">Open Telegram</a></p>`
    }
    <p>
      ${link ? 'Or send' : 'Send'} this to ${botName === undefined ? 'the bot' : `@${botName}`}, in
      a private chat:
    </p>
    <p class="code">/start ${code}</p>
    <p class="muted small">
      Give it to nobody: it links a chat to your account. It holds until ${exactTime(expiresAt)}.
    </p>`
}

function askedPart({ telegramName }: LinkRequest): Html {
  return html`<p>
    <strong>${telegramName}</strong> has shown your code. Answer the question in Telegram to go on.
  </p>`
}

function confirmPart(view: LinkView, { telegramName, chatId }: LinkRequest): Html {
  return html`<div class="notice info">
      <p>
        Is <strong>${telegramName}</strong> you? Whoever that is will read your notifications and
        can run your scripts.
      </p>
    </div>
    <div class="row">
      ${button(view, {
        action: 'confirm',
        label: 'Yes, link this chat',
        look: 'primary',
        fields: html`<input type="hidden" name="chat" value="${chatId}" />`,
      })}
      ${button(view, { action: 'refuse', label: 'No, that is not me', look: 'danger' })}
    </div>`
}

interface Button {
  readonly action: 'link' | 'confirm' | 'refuse' | 'unlink'
  readonly label: string
  readonly look: 'primary' | 'danger' | 'quiet'
  readonly fields?: Html
}

function button({ person }: LinkView, { action, label, look, fields }: Button): Html {
  return html`<form method="post" action="/telegram/${action}">
    ${csrfField(person.csrf)} ${fields}
    <button class="button ${look}">${label}</button>
  </form>`
}
