import type { Service } from '#core/service.ts'

export default {
  id: 'ws-gateway',
  title: 'Live connections',
  description: 'Brings notifications at the moment they come to desktop clients and open pages',
  kind: 'daemon',
  port: 8765,
  // V8's young generation is most of what an idle connection would cost.
  nodeFlags: ['--max-semi-space-size=4'],
  env: {
    HEARTBEAT_INTERVAL_SECONDS: {
      kind: 'integer',
      minimum: 1,
      default: '30',
      description: 'Seconds between two pings on a live connection',
    },
    HEARTBEAT_TIMEOUT_MISSED: {
      kind: 'integer',
      minimum: 1,
      default: '3',
      description: 'Pings that may stay unanswered before a live connection is cut',
    },
    MAX_CONNECTIONS_PER_USER: {
      kind: 'integer',
      minimum: 1,
      default: '5',
      description: 'Live connections that one person may have',
    },
    MAX_SILENT_CONNECTIONS: {
      kind: 'integer',
      minimum: 1,
      default: '16384',
      description: 'Connections at most that have not shown a token yet',
    },
    MAX_SILENT_PER_ADDRESS: {
      kind: 'integer',
      minimum: 1,
      default: '256',
      description:
        'The same from one address; this machine’s own, where a proxy comes from, is not counted',
    },
    TRUSTED_PROXIES: {
      kind: 'integer',
      default: '0',
      description: 'How many proxies of ours stand in front and add to X-Forwarded-For',
    },
    DESKTOP_JWT_ISSUER: {
      kind: 'text',
      default: 'data-analyst',
      description: 'The issuer that a client’s token must name if it names one',
    },
    WS_ALLOWED_ORIGINS: {
      kind: 'text',
      description:
        'Web pages that may connect besides the portal’s own: origins separated by commas',
      example: 'https://intranet.example.com',
    },
    WS_DISPATCH_SOCKET: {
      kind: 'text',
      description:
        'A socket file for senders on this machine; who may write to it (mode 0770) may dispatch',
      example: '/run/ws-gateway/ws.sock',
    },
  },
  routes: [{ path: '/ws/notifications', auth: 'token', websocket: true }],
  health: '/health',
  secrets: { 'desktop-jwt-secret': 'text', 'dispatch-token': 'text' },
  limits: { memory: '512m', pids: 64 },
} satisfies Service
