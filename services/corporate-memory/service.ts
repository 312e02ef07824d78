import { bearerEnv, bearerSecrets } from '#core/identity/bearer-needs.ts'
import type { Service } from '#core/service.ts'

export default {
  id: 'corporate-memory',
  title: 'Corporate memory',
  description: 'Turns people’s notes into a shared, reviewed catalogue and rules for their agents',
  kind: 'job',
  schedule: '*/30 * * * *',
  port: 8080,
  env: {
    ...bearerEnv,
    CORPORATE_MEMORY_VOTES: {
      kind: 'integer',
      default: '2',
      description:
        'Votes for an item, less those against it, that accept it without a reviewer; 0: none do',
    },
    CORPORATE_MEMORY_REVIEWERS: {
      kind: 'text',
      default: 'administrators',
      description: 'The group whose members accept, edit and merge what notes brought',
    },
    ANTHROPIC_API_KEY: {
      kind: 'secret',
      description:
        'With it a Claude model puts new blocks of notes into words; without it rules do the whole job',
    },
    ANTHROPIC_BASE_URL: {
      kind: 'url',
      description: 'Another address of the Anthropic API, such as a gateway of yours',
      example: 'https://llm.example.com',
    },
    CORPORATE_MEMORY_MODEL: {
      kind: 'text',
      default: 'claude-haiku-4-5',
      description: 'The model that is asked',
    },
    CORPORATE_MEMORY_TOKENS_PER_DAY: {
      kind: 'integer',
      default: '200000',
      description: 'Tokens a day (UTC), in and out, after which rules go on alone',
    },
    CORPORATE_MEMORY_EXPIRE_DAYS: {
      kind: 'integer',
      default: '365',
      description: 'Days after which an accepted item expires unless it was confirmed; 0: never',
    },
  },
  routes: [
    { path: '/api/corporate-memory', auth: 'session' },
    { path: '/api/corporate-memory/rules', auth: 'token' },
    { path: '/api/corporate-memory/note', auth: 'token' },
  ],
  health: '/health',
  secrets: { ...bearerSecrets, 'portal-identity': 'text' },
  volumes: [{ name: 'homes', path: '/homes' }],
  limits: { memory: '256m', pids: 128 },
  portal: {
    page: { path: '/corporate-memory', title: 'Memory', icon: 'book', order: 40 },
    widget: { path: '/corporate-memory/widget', title: 'Corporate memory', order: 40 },
  },
} satisfies Service
