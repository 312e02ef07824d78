import { html, trusted, type Html } from '#core/html.ts'

/** Line drawings on a field of 24 by 24, drawn for the portal. */
const drawings: Readonly<Record<string, string>> = {
  home: 'M4 11.5 12 4.5l8 7M6.5 9.8V19h11V9.8M10 19v-5h4v5',
  table:
    'M4 6.5A1.5 1.5 0 0 1 5.5 5h13A1.5 1.5 0 0 1 20 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5zM4 10h16M4 14.5h16M10 10v9',
  pulse: 'M3.5 12.5H8l2.5-7 4 13 2.2-6h3.8',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.8-3.4 3.8-5 7.5-5s6.7 1.6 7.5 5',
  people:
    'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.8 19c.6-3 3.1-4.5 6.2-4.5s5.6 1.5 6.2 4.5M16 5a3.3 3.3 0 0 1 0 6.3M17.5 14.8c2 .5 3.3 1.9 3.7 4.2',
  key: 'M8 19a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM11.2 11.3 19 3.5M16 6.5l3 3M13.5 9l1.8 1.8',
  bell: 'M6 16.5V11a6 6 0 1 1 12 0v5.5l1.5 1.5h-15zM10 20.5c.5.7 1.2 1 2 1s1.5-.3 2-1',
  chat: 'M4 6.5A1.5 1.5 0 0 1 5.5 5h13A1.5 1.5 0 0 1 20 6.5v8a1.5 1.5 0 0 1-1.5 1.5H11l-4.5 4v-4h-1A1.5 1.5 0 0 1 4 14.5z',
  book: 'M12 6.5C10 5 7.5 4.5 4 4.5V18c3.5 0 6 .5 8 2 2-1.5 4.5-2 8-2V4.5c-3.5 0-6 .5-8 2zM12 6.5V20',
  mail: 'M4 6.5A1.5 1.5 0 0 1 5.5 5h13A1.5 1.5 0 0 1 20 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 4 17.5zM4.5 7l7.5 6 7.5-6',
  play: 'M7 4.8v14.4L19 12z',
  clock: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7v5.2l3.5 2',
  shield: 'M12 3.5 5 6v5.5c0 4.3 2.8 7.4 7 9 4.2-1.6 7-4.7 7-9V6zM9 12l2.2 2.2L15.3 10',
  plug: 'M9 3.5V8M15 3.5V8M6.5 8h11v3.5a5.5 5.5 0 0 1-11 0zM12 17v4',
  chart: 'M4 4v16h16M8 16v-4M12.5 16V8M17 16v-6',
  gear: 'M12 15.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM12 3v2.5M12 18.5V21M3 12h2.5M18.5 12H21M5.6 5.6l1.8 1.8M16.6 16.6l1.8 1.8M18.4 5.6l-1.8 1.8M7.4 16.6l-1.8 1.8',
  leave: 'M14 4.5h4.5v15H14M3.5 12H14M10.5 8.5 14 12l-3.5 3.5',
  lost: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM9.5 9.5a2.5 2.5 0 1 1 3.8 2.1c-.9.6-1.3 1-1.3 1.9M12 16.6v.1',
  warning: 'M12 4 2.8 19.5h18.4zM12 10v4.5M12 16.9v.1',
}

/** A drawing by its name, hidden from screen readers; an unknown name gives the plug of a plain service. */
export function icon(name: string): Html {
  const path = Object.hasOwn(drawings, name) ? drawings[name] : drawings['plug']
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d="${path}" />
  </svg>`
}

/** The portal's mark: three bars that rise within a rounded square. */
export const mark: Html = trusted(
  '<svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="8" fill="#0b5fc0"/>' +
    '<path d="M8 18.5v5M16 13v10.5M24 8.5v15" stroke="#fff" stroke-width="3.5" stroke-linecap="round"/></svg>',
)
