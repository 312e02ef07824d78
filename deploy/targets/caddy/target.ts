import { caddyfile, containerUpstreams } from '../../caddyfile.ts'
import type { Target } from '../../target.ts'

const FOLDER = 'deploy/caddy'

/** Caddy 2.6 or later in front of the containers. */
export default {
  owns: [],
  folder: FOLDER,
  generate: ({ services }) => [
    {
      path: `${FOLDER}/Caddyfile`,
      content: caddyfile(services, containerUpstreams()),
    },
  ],
} satisfies Target
