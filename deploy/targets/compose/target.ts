import { stringify } from 'yaml'
import type { Service } from '#core/service.ts'
import type { GeneratedFile } from '../../generated-file.ts'
import { refuseUnknownKeys } from '../../known-since.ts'
import type { StackModel } from '../../stack-model.ts'
import type { Target } from '../../target.ts'
import { refuseContradictions } from '../../refuse-contradictions.ts'
import { COMPOSE } from './compose-keys.ts'
import { composeService } from './compose-service.ts'
import { GENERATED } from './generated-line.ts'

/** Docker Compose 2.26 and engine 20.10 or later: one fragment a part, and a file that includes them. */
export default {
  owns: ['compose'],
  notRootless: 'the files are the same whoever runs the engine',
  generate(model) {
    refuseContradictions(model)
    return [included(model), ...model.services.map((manifest) => fragment(manifest, model))]
  },
} satisfies Target

function included({ services }: StackModel): GeneratedFile {
  const lines = services.map(({ id }) => `  - compose/${id}.yaml\n`)
  return { path: 'docker-compose.yml', content: `${GENERATED}include:\n${lines.join('')}` }
}

function fragment(manifest: Service, model: StackModel): GeneratedFile {
  const { id } = manifest
  const path = `compose/${id}.yaml`
  const { service, volumes } = composeService(manifest, model)
  refuseUnknownKeys(path, { service: Object.entries(service) }, COMPOSE)
  const document = {
    services: { [id]: service },
    ...(volumes.length > 0 && {
      volumes: Object.fromEntries(volumes.map((name) => [name, {}])),
    }),
  }
  const text = stringify(document, { lineWidth: 0, aliasDuplicateObjects: false })
  return { path, content: GENERATED + text }
}
