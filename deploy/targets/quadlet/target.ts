import type { GeneratedFile } from '../../generated-file.ts'
import { defaultRender, type RenderOptions } from '../../render-options.ts'
import type { StackModel } from '../../stack-model.ts'
import type { Target } from '../../target.ts'
import { refuseSharedUsers } from '../../user-of.ts'
import { containerFiles } from './container-files.ts'
import { HEAD, NETWORK } from './names.ts'
import { defaultsEnv } from './defaults-env.ts'
import { storesOf } from './stores.ts'
import { unitFile } from './unit-file.ts'

const FOLDER = 'deploy/systemd/quadlet'

/** Podman 5.4 (Debian 13) and later: one `.container` for each part, rootful or rootless. */
export function quadletFiles(model: StackModel, options: RenderOptions): readonly GeneratedFile[] {
  const { services } = model
  refuseSharedUsers(services)
  const network = unitFile(HEAD, { Network: [['NetworkName', NETWORK]] })
  const names = [
    ...new Set(services.flatMap((service) => storesOf(service, services)).map(({ name }) => name)),
  ]
  const volumes = names
    .filter((name) => options.variables[variableOf(name)]?.startsWith('/') !== true)
    .toSorted()
    .map((name) => ({
      path: `${name}.volume`,
      content: unitFile(HEAD, { Volume: [['VolumeName', `${NETWORK}-${name}`]] }),
    }))
  return [
    { path: `${NETWORK}.network`, content: network },
    { path: 'defaults.env', content: defaultsEnv(model, options) },
    ...volumes,
    ...services.flatMap((service) => containerFiles(service, model, options)),
  ]
}

function variableOf(name: string): string {
  return `${name.toUpperCase().replaceAll('-', '_')}_VOLUME`
}

export default {
  owns: [FOLDER],
  generate: (model) =>
    quadletFiles(model, defaultRender).map(({ path, content }) => ({
      path: `${FOLDER}/${path}`,
      content,
    })),
  render: quadletFiles,
} satisfies Target
