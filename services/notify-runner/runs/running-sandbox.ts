import type { ServiceAddress } from '#core/service.ts'
import service from '../service.ts'
import { sandboxClient, type Sandbox } from './sandbox-client.ts'

/** The sandbox of a stack of containers or units that runs; undefined where none answers. */
export async function runningSandbox(
  services: readonly ServiceAddress[],
): Promise<Sandbox | undefined> {
  const [id] = service.needs
  const address = services.find(({ manifest }) => manifest.id === id)?.address
  if (address === undefined) return undefined
  const sandbox = sandboxClient(address)
  return (await sandbox.answers()) ? sandbox : undefined
}
