import { html, type Html } from '#core/html.ts'
import type { ChannelPreference } from '#core/notifications/preferences.ts'
import { csrfField } from '#core/portal/csrf-field.ts'

/** A way to people besides the inbox. */
interface Channel {
  readonly name: string
  readonly title: string
}

interface PreferencesView {
  readonly channels: readonly Channel[]
  readonly known: ReadonlyMap<string, ChannelPreference>
  readonly csrf: string
  readonly saved: boolean
}

const usual: ChannelPreference = {
  muted: false,
  quietFrom: null,
  quietUntil: null,
  timeZone: 'UTC',
}

/** How a person wants each channel; the inbox itself gets everything. */
export function preferencesPage({ channels, known, csrf, saved }: PreferencesView): Html {
  return html`<nav class="breadcrumb" aria-label="Breadcrumb">
      <ol>
        <li><a href="/notifications">Notifications</a></li>
        <li>Preferences</li>
      </ol>
    </nav>
    <header class="page-head">
      <div>
        <h1>Preferences</h1>
        <p class="lead">
          The inbox keeps everything. Here you say what each channel brings, and when not.
        </p>
      </div>
    </header>
    <section class="card stack" aria-labelledby="this-browser">
      <header><h2 id="this-browser">This browser</h2></header>
      <p>
        Pages of the portal that are open show what comes at once. While they are in the background
        the desktop can show it too.
      </p>
      <p><button class="button" data-desktop-notifications hidden>Show on this desktop</button></p>
    </section>
    ${saved && html`<p class="notice ok" role="status">Saved.</p>`}
    ${
      channels.length === 0
        ? html`<div class="card">
            <div class="empty">
              <h2>There is no other channel</h2>
              <p>An administrator switches channels on, such as Telegram.</p>
            </div>
          </div>`
        : channels.map((channel) => channelForm(channel, known.get(channel.name), csrf))
    }`
}

function channelForm(
  { name, title }: Channel,
  known: ChannelPreference | undefined,
  csrf: string,
): Html {
  const { muted, quietFrom, quietUntil, timeZone } = known ?? usual
  return html`<form class="card stack" method="post" action="/notifications/preferences">
    <header><h2>${title}</h2></header>
    ${csrfField(csrf)}<input type="hidden" name="channel" value="${name}" />
    <label class="check"
      ><input type="checkbox" name="muted" value="yes" ${muted && html`checked`} /> Muted</label
    >
    <div class="row">
      <div class="field brief">
        <label for="${name}-from">Quiet from</label>
        <input id="${name}-from" name="quietFrom" type="time" value="${quietFrom ?? ''}" />
      </div>
      <div class="field brief">
        <label for="${name}-until">until</label>
        <input id="${name}-until" name="quietUntil" type="time" value="${quietUntil ?? ''}" />
      </div>
      <div class="field">
        <label for="${name}-zone">in the time zone</label>
        <input
          id="${name}-zone"
          name="timeZone"
          value="${timeZone}"
          maxlength="64"
          data-time-zone="${known ? 'known' : 'own'}"
          required
        />
      </div>
    </div>
    <p class="small muted">What is urgent passes quiet hours; the rest comes when they are over.</p>
    <div>
      <button class="button primary">Save<span class="visually-hidden"> ${title}</span></button>
    </div>
  </form>`
}
