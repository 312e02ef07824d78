import { html, type Html } from '#core/html.ts'
import { csrfField } from '#core/portal/csrf-field.ts'
import { icon, mark } from './icon.ts'

/** How the instance calls itself. */
export interface Branding {
  readonly name: string
  readonly subtitle?: string
  readonly copyright?: string
}

/** The addresses of the portal's own files. */
export interface AssetUrls {
  readonly styles: readonly string[]
  readonly scripts: readonly string[]
  readonly icon: string
}

/** One entry of the navigation. */
export interface NavigationItem {
  readonly path: string
  readonly title: string
  readonly icon: string
}

/** The person who is looking. */
export interface Viewer {
  readonly name: string
  readonly email: string
  readonly csrf: string
}

/** Everything around a page. Without a viewer it is the frame of people who are not signed in. */
export interface Frame {
  readonly branding: Branding
  readonly assets: AssetUrls
  readonly path: string
  readonly navigation: readonly NavigationItem[]
  readonly viewer?: Viewer
  /** Scripts that services bring along, for members. */
  readonly scripts?: readonly string[]
}

/** What a page itself consists of; `broad` gives the guests' column more room. */
export interface Page {
  readonly title: string
  readonly body: Html
  readonly status?: number
  readonly broad?: boolean
}

/** The whole document. */
export function documentOf(frame: Frame, page: Page): Html {
  const { branding, assets } = frame
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <meta name="htmx-config" content='{"includeIndicatorCSS":false,"history":"reload"}' />
        <title>${page.title} · ${branding.name}</title>
        <link rel="icon" href="${assets.icon}" type="image/svg+xml" />
        ${assets.styles.map((url) => html`<link rel="stylesheet" href="${url}" />`)}
        ${[...assets.scripts, ...(frame.scripts ?? [])].map((url) => html`<script src="${url}" defer></script>`)}
      </head>
      <body>
        <a class="skip" href="#main">Skip to content</a>
        ${frame.viewer ? memberBody(frame, frame.viewer, page) : guestBody(frame, page)}
      </body>
    </html>`
}

function memberBody(frame: Frame, viewer: Viewer, page: Page): Html {
  return html`<div class="frame">
    <header class="side">
      ${brand(frame.branding)}
      <nav class="nav" aria-label="Main">
        <ul>
          ${frame.navigation.map((item) => navigationLink(item, frame.path))}
        </ul>
      </nav>
      ${whoAmI(viewer, frame.path)}
    </header>
    <div class="page">
      <main id="main" tabindex="-1">${page.body}</main>
      ${foot(frame.branding)}
    </div>
  </div>`
}

function guestBody(frame: Frame, page: Page): Html {
  return html`<div class="guest${page.broad ? ' broad' : ''}">
    <header>${brand(frame.branding)}</header>
    <main id="main" tabindex="-1">${page.body}</main>
    ${foot(frame.branding)}
  </div>`
}

function brand({ name, subtitle }: Branding): Html {
  return html`<a class="brand" href="/">
    ${mark}
    <span class="names"
      ><strong>${name}</strong>${subtitle && html`<small>${subtitle}</small>`}</span
    >
  </a>`
}

function navigationLink(item: NavigationItem, path: string): Html {
  const isHere = path === item.path || (item.path !== '/' && path.startsWith(`${item.path}/`))
  const current = isHere && html`aria-current="${path === item.path ? 'page' : 'true'}"`
  return html`<li>
    <a href="${item.path}" ${current}>${icon(item.icon)} ${item.title}</a>
  </li>`
}

function whoAmI({ name, email, csrf }: Viewer, path: string): Html {
  const current = path.startsWith('/account') && html`aria-current="page"`
  return html`<div class="whoami">
    <a class="person" href="/account" ${current}>
      <span class="visually-hidden">Your account: </span>
      <span class="avatar" aria-hidden="true">${initials(name)}</span>
      <span>
        <span class="truncate">${name}</span>
        <small class="truncate muted">${email}</small>
      </span>
    </a>
    <form method="post" action="/logout">
      ${csrfField(csrf)}
      <button class="button quiet" aria-label="Sign out" title="Sign out">${icon('leave')}</button>
    </form>
  </div>`
}

/** The first letters of the first and the last word of a name, at most two. */
export function initials(name: string): string {
  const words = name.split(/[\s.@_-]+/).filter(Boolean)
  const letters = [words.at(0), words.length > 1 ? words.at(-1) : undefined]
  return letters.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('')
}

function foot({ name, copyright }: Branding): Html {
  return html`<footer class="foot">${copyright ?? name}</footer>`
}
