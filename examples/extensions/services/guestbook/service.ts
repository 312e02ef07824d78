import type { Service } from '#core/service.ts'

export default {
  id: 'guestbook',
  title: 'Guestbook',
  description: 'Greetings that anyone may leave at a public address',
  kind: 'daemon',
  port: 8080,
  routes: [{ path: '/greet', auth: 'none' }],
  health: '/health',
  secrets: { 'portal-identity': 'text' },
  env: {
    GUESTBOOK_LIMIT: {
      kind: 'integer',
      default: '50',
      description: 'How many greetings the page shows',
    },
  },
  portal: {
    page: { path: '/guestbook', title: 'Guestbook', icon: 'people', order: 50 },
    widget: { path: '/guestbook/widget', title: 'Guestbook', order: 50 },
  },
} satisfies Service
