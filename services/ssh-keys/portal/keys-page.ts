import type { AppError } from '#core/errors.ts'
import { html, type Html } from '#core/html.ts'
import type { PortalIdentity } from '#core/http/portal-identity.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import type { HostKey } from '../keys/host-key.ts'
import type { StoredKey } from '../keys/keys.ts'

/** Where the gateway is, and how people know that it is the right one. */
export interface Gateway {
  readonly host: string
  readonly port: number
  readonly key: HostKey
}

/** What the page shows. */
export interface KeysFacts {
  readonly person: PortalIdentity
  readonly keys: readonly StoredKey[]
  readonly gateway: Gateway
  /** Why the key that was typed was not taken. */
  readonly problem: AppError | undefined
  readonly typed: string
}

/** The page of one person: their keys, a form for one more, and how to connect. */
export function keysPage({ person, keys, gateway, problem, typed }: KeysFacts): Html {
  const csrf = csrfField(person.csrf)
  return html`<h1>SSH keys</h1>
    <p class="lead">
      With a key of yours, rsync copies the tables that you may see, as Parquet files. Nothing can
      be written there, and there is no shell.
    </p>
    ${
      problem &&
      html`<div class="notice fail" role="alert">
        <p>${problem.message}</p>
        <p>${problem.remedy}</p>
      </div>`
    }
    <section class="card">
      <header><h2>Your keys</h2></header>
      ${keys.length === 0 ? html`<p class="empty">You have no key yet.</p>` : keysList(keys, csrf)}
      <form method="post" action="/ssh-keys" class="stack">
        ${csrf}
        <label class="field"
          >Public key
          <textarea
            name="key"
            rows="3"
            required
            spellcheck="false"
            placeholder="ssh-ed25519 AAAA… name@laptop"
          >
${typed}</textarea>
        </label>
        <div class="row"><button class="button primary">Add the key</button></div>
      </form>
    </section>
    ${connectCard(person.username, gateway)}`
}

function keysList(keys: readonly StoredKey[], csrf: Html): Html {
  return html`<ul class="list">
    ${keys.map((key) => keyRow(key, csrf))}
  </ul>`
}

function keyRow({ id, type, fingerprint, comment, createdAt }: StoredKey, csrf: Html): Html {
  const exact = createdAt.toISOString()
  return html`<li class="spread">
    <div>
      <strong>${comment || 'without a name'}</strong>
      <p><code>${fingerprint}</code></p>
      <p class="muted">${type}, added <time datetime="${exact}">${exact.slice(0, 10)}</time></p>
    </div>
    <form method="post" action="/ssh-keys/remove">
      ${csrf}<input type="hidden" name="id" value="${id}" />
      <button class="button danger" aria-label="Remove ${comment || fingerprint}">Remove</button>
    </form>
  </li>`
}

function connectCard(username: string, { host, port, key }: Gateway): Html {
  const config = `Host data-analyst
  HostName ${host}
  Port ${port}
  User ${username}
  IdentityFile ~/.ssh/id_ed25519`
  return html`<section class="card">
    <header><h2>How to connect</h2></header>
    <p>In <code>~/.ssh/config</code>, with the file of your own key:</p>
    <pre class="code" tabindex="0" aria-label="For ~/.ssh/config">${config}</pre>
    <p>In <code>~/.ssh/known_hosts</code>, so that you know the server from the first time on:</p>
    <pre class="code" tabindex="0" aria-label="For ~/.ssh/known_hosts">
[${host}]:${port} ${key.publicLine}</pre>
    <p>Its fingerprint is <code>${key.fingerprint}</code>. Then, in the folder of your project:</p>
    <pre class="code" tabindex="0" aria-label="The command">
rsync -av --delete data-analyst:server/parquet/ server/parquet/</pre>
  </section>`
}
