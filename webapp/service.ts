import { mailEnv } from '#core/mail/mail-env.ts'
import type { Service } from '#core/service.ts'

export default {
  id: 'webapp',
  title: 'Portal',
  description: 'The web portal: sign-in, dashboard, account, and the pages of the services',
  kind: 'daemon',
  role: 'portal',
  port: 8080,
  routes: [{ path: '/', auth: 'none' }],
  health: '/health',
  units: ['auth'],
  secrets: { csrf: 'text', 'portal-identity': 'text' },
  env: {
    TRUSTED_PROXIES: {
      kind: 'integer',
      default: '0',
      description: 'How many proxies of ours stand in front and add to X-Forwarded-For',
    },
    AUDIT_KEEP_DAYS: {
      kind: 'integer',
      default: '400',
      description: 'How long the audit log is kept, 30 days at least',
    },
    INBOX_KEEP_DAYS: {
      kind: 'integer',
      default: '90',
      description: 'How long notifications are kept',
    },
    ...mailEnv,
  },
  limits: { memory: '512m', pids: 256 },
} satisfies Service
