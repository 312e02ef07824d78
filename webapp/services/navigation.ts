import type { ServiceAddress } from '#core/service.ts'
import type { NavigationItem } from '../pages/frame.ts'

/** The navigation of a person: home, the services' pages by their order, and health for administrators. */
export function navigation(
  services: readonly ServiceAddress[],
  person: { readonly admin: boolean },
): readonly NavigationItem[] {
  const pages = services
    .flatMap(({ manifest }) => manifest.portal?.page ?? [])
    .filter((page) => person.admin || page.admin !== true)
    .toSorted((a, b) => a.order - b.order || a.title.localeCompare(b.title))
  return [
    { path: '/', title: 'Home', icon: 'home' },
    ...pages.map(({ path, title, icon }) => ({ path, title, icon })),
    ...(person.admin ? administration : []),
  ]
}

const administration: readonly NavigationItem[] = [
  { path: '/admin', title: 'Administration', icon: 'shield' },
  { path: '/status', title: 'Health', icon: 'pulse' },
]
