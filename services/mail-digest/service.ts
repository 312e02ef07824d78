import type { Service } from '#core/service.ts'

export default {
  id: 'mail-digest',
  title: 'Mail digest',
  description: 'Mails people once a day what they have not read, if they want that',
  kind: 'job',
  schedule: '*/5 * * * *',
  port: 8080,
  env: {
    DIGEST_AT: {
      kind: 'text',
      default: '08:00',
      description: 'When a digest is sent to people who chose no other time, as HH:MM',
    },
    DIGEST_TIME_ZONE: {
      kind: 'text',
      default: 'UTC',
      description: 'The time zone of DIGEST_AT, such as Europe/Prague',
    },
  },
  health: '/health',
  secrets: { 'portal-identity': 'text' },
  limits: { memory: '192m', pids: 64 },
  portal: {
    page: { path: '/digest', title: 'Mail digest', icon: 'mail', order: 65 },
  },
} satisfies Service
