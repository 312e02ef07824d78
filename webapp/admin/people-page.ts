import { html, type Html } from '#core/html.ts'
import type { Person } from '#core/identity/people.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import type { Page } from '../pages/frame.ts'
import { timeAgo } from '../pages/time.ts'
import { adminPage } from './admin-page.ts'

interface PeopleFacts {
  readonly people: readonly Person[]
  /** What was searched for. */
  readonly q: string
  readonly token: string
  readonly now: Date
  readonly notice?: string | undefined
}

/** Everybody, and the form that lets somebody in. */
export function peoplePage({ people, q, token, now, notice }: PeopleFacts): Page {
  return adminPage('/admin/people', {
    title: 'People',
    lead: 'Who may enter, who is in, and what each of them holds.',
    body: html`${notice !== undefined && html`<p class="notice ok" role="status">${notice}</p>`}
      ${inviteForm(token)}
      <form class="search" role="search" method="get" action="/admin/people">
        <label class="visually-hidden" for="people-q">Search people</label>
        <input type="search" id="people-q" name="q" value="${q}" placeholder="Name or address" />
        <button class="button">Search</button>
      </form>
      ${people.length === 0 ? nobody(q) : table(people, now)}`,
  })
}

function inviteForm(token: string): Html {
  return html`<form class="card inline-form" method="post" action="/admin/people">
    ${csrfField(token)}
    <div class="field">
      <label for="invite-email">Invite by address</label>
      <input id="invite-email" name="email" type="email" required autocomplete="off" />
    </div>
    <div class="field">
      <label for="invite-name">Name</label>
      <input id="invite-name" name="name" maxlength="200" autocomplete="off" />
    </div>
    <button class="button primary">Invite</button>
  </form>`
}

function nobody(q: string): Html {
  return html`<div class="card">
    <div class="empty">
      <h2>Nobody found</h2>
      <p>${q === '' ? 'Nobody is in yet.' : html`No name or address has “${q}”.`}</p>
      ${q !== '' && html`<a class="button" href="/admin/people">Show all</a>`}
    </div>
  </div>`
}

function table(people: readonly Person[], now: Date): Html {
  return html`<div class="card flush">
    <div class="scroll" tabindex="0" role="region" aria-label="People">
      <table class="table">
        <thead>
          <tr>
            <th scope="col">Person</th>
            <th scope="col">State</th>
            <th scope="col">Groups</th>
            <th scope="col">Last sign-in</th>
          </tr>
        </thead>
        <tbody>
          ${people.map((person) => row(person, now))}
        </tbody>
      </table>
    </div>
  </div>`
}

function row(person: Person, now: Date): Html {
  const { id, email, name, groups, lastSignInAt } = person
  return html`<tr>
    <th scope="row">
      <a href="/admin/people/${id}">${name}</a>
      ${name !== email && html`<br /><span class="small muted">${email}</span>`}
    </th>
    <td>${personState(person)}</td>
    <td>${groups.length > 0 ? groups.join(', ') : html`<span class="muted">none</span>`}</td>
    <td class="nowrap">
      ${lastSignInAt ? timeAgo(lastSignInAt, now) : html`<span class="muted">never</span>`}
    </td>
  </tr>`
}

/** How somebody stands, in words and in colour. */
export function personState({ suspended, barred }: Pick<Person, 'suspended' | 'barred'>): Html {
  if (suspended) return html`<span class="badge fail">suspended</span>`
  if (barred) return html`<span class="badge warn">not admitted</span>`
  return html`<span class="badge ok">active</span>`
}
