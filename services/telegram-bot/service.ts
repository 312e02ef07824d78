import type { Service } from '#core/service.ts'

export default {
  id: 'telegram-bot',
  title: 'Telegram',
  description: 'Brings notifications to Telegram and answers people there',
  kind: 'daemon',
  unit: 'notify-bot',
  port: 8080,
  env: {
    TELEGRAM_BOT_TOKEN: {
      kind: 'secret',
      required: true,
      description: 'The token of your bot, from @BotFather; without it the service is off',
    },
    TELEGRAM_API_ROOT: {
      kind: 'url',
      default: 'https://api.telegram.org',
      description: 'Where the Bot API answers; another one for a Bot API server of your own',
    },
    TELEGRAM_MODE: {
      kind: 'text',
      default: 'polling',
      description:
        'polling: we ask Telegram; webhook: Telegram calls PUBLIC_URL, which must be https',
    },
  },
  routes: [
    { path: '/api/telegram', auth: 'session' },
    { path: '/webhooks/telegram', auth: 'none' },
  ],
  health: '/health',
  secrets: {
    'portal-identity': 'text',
    'runner-token': 'text',
    'send-token': 'text',
    'telegram-webhook-secret': 'text',
  },
  needs: ['notify-runner'],
  enabledWhen: ['TELEGRAM_BOT_TOKEN'],
  limits: { memory: '256m', pids: 64 },
  portal: {
    page: { path: '/telegram', title: 'Telegram', icon: 'chat', order: 60 },
  },
} satisfies Service
