import type { Instance } from '#core/config/instance.ts'

/** An instance of which next to nothing is said, with what a test says otherwise. */
export function exampleInstance(changes: Partial<Instance> = {}): Instance {
  return {
    path: '/etc/analyst/instance.yaml',
    name: 'Acme Analytics',
    auth: { allowedDomains: [], allowedEmails: [], disabled: [], providers: {} },
    services: {},
    sources: [],
    groups: {},
    warnings: [],
    ...changes,
  }
}
