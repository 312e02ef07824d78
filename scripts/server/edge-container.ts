import { z } from 'zod'
import { readTextIfPresent } from '#core/files/read-text-if-present.ts'
import { quadletPath } from './quadlet-path.ts'
import { reloadCaddy } from './reload-caddy.ts'
import type { Release } from './release.ts'
import type { TargetInput } from './server-target.ts'
import type { Step } from './step.ts'

type File = Release['files'][number]

/**
 * The file of the container that holds the server's ports, when another version has only another name for the same
 * program in it: nobody would hold the ports while it is replaced, so it goes on, and reads its routes anew.
 */
export async function keptEdge(
  { release, layout, commands }: TargetInput,
  before: Release | undefined,
): Promise<ReadonlySet<string>> {
  const file = edgeOf(release)
  if (!file) return new Set()
  const written = await readTextIfPresent(quadletPath(file.name, layout))
  const started = before?.files.find(({ name }) => name === file.name)?.content
  if (![written, started].every((one) => one && withoutImage(one) === withoutImage(file.content))) {
    return new Set()
  }
  const runs = await layersOf('container', valueOf(file, 'ContainerName'))
  const wanted = await layersOf('image', valueOf(file, 'Image'))
  const same = runs !== undefined && runs.length > 0 && String(runs) === String(wanted)
  return new Set(same ? [file.name] : [])

  async function layersOf(kind: 'container' | 'image', name: string) {
    const image =
      kind === 'image' ? name : await said('container', 'inspect', '--format', '{{.Image}}', name)
    if (image === undefined) return undefined
    const json = await said('image', 'inspect', '--format', '{{json .RootFS.Layers}}', image)
    // The last layer is the file of routes, in the place of which the server's own is mounted.
    return json === undefined ? undefined : layers.parse(JSON.parse(json)).slice(0, -1)
  }

  async function said(...args: readonly string[]): Promise<string | undefined> {
    const { code, out } = await commands.ask('podman', args)
    return code === 0 ? out.trim() : undefined
  }
}

const layers = z.array(z.string())

/** Has the edge read its routes anew, without ending a connection, when they changed and it did not start with them. */
export function edgeSteps(
  { release, commands }: TargetInput,
  changed: ReadonlySet<string>,
): readonly Step[] {
  const file = edgeOf(release)
  if (!file || !changed.has('Caddyfile')) return []
  const unit = `${valueOf(file, 'ServiceName')}.service`
  if (changed.has(unit)) return []
  const apply = () => reloadCaddy(commands, unit)
  return [{ does: 'reload', what: unit, apply }]
}

/** The container that can be told of another configuration while it runs. */
function edgeOf({ files }: Release): File | undefined {
  return files.find(({ content }) => /^ExecReload=/m.test(content))
}

function valueOf({ content }: File, key: string): string {
  return new RegExp(`^${key}=(.+)$`, 'm').exec(content)?.[1] ?? ''
}

function withoutImage(content: string): string {
  return content.replace(/^Image=.+$/m, '')
}
