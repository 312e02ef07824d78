import { caddyfile, containerUpstreams } from '../../caddyfile.ts'
import { refuseContradictions } from '../../refuse-contradictions.ts'
import type { Target } from '../../target.ts'

const FOLDER = 'deploy/caddy'

/** Caddy 2.6 or later in front of the containers. */
export default {
  owns: [],
  folder: FOLDER,
  notRootless: 'the file is the same whoever runs Caddy',
  generate(model) {
    refuseContradictions(model)
    const content = caddyfile(model.services, containerUpstreams())
    return [{ path: `${FOLDER}/Caddyfile`, content }]
  },
} satisfies Target
