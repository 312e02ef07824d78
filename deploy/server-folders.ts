/** Where a server keeps what is the installation's (file-hierarchy(7)). */
export const SERVER = {
  config: '/etc/ai-data-analyst',
  state: '/var/lib/ai-data-analyst',
  sockets: '/run/ai-data-analyst/sockets',
  /** Where the server's own Caddy is told of another configuration. */
  caddyAdmin: '/run/caddy/admin.sock',
  checkout: '/opt/ai-data-analyst/current',
  node: '/opt/ai-data-analyst/node/bin/node',
} as const

/** The group that all units of ours run in, and what the names of their users begin with. */
export const SERVER_GROUP = 'ai-data-analyst'

/** Where in the configuration the routes of an edge in a container lie: it has the folder mounted. */
export const EDGE_FOLDER = 'edge'

/** Where that edge is told of another configuration: in the container, for nobody else to reach. */
export const EDGE_ADMIN = '/tmp/admin.sock'
