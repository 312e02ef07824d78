import type { Service } from '#core/service.ts'

export default {
  id: 'secrets',
  title: 'Secrets',
  description: 'Makes the secrets that every other part reads, once, before they start',
  kind: 'setup',
  limits: { memory: '128m', pids: 32 },
} satisfies Service
