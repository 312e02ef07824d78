import { z } from 'zod'
import { messageOf } from '#core/errors.ts'
import { askService } from '#core/http/request-service.ts'
import type { Health, ServiceAddress } from '#core/service.ts'
import type { PartHealth } from './pages/status-page.ts'

const timeoutMs = 2000
const answerBytes = 64 * 1024

const healthAnswer = z.object({
  status: z.enum(['ok', 'degraded', 'failed']),
  detail: z.string().exactOptional(),
  lastWork: z.iso.datetime({ offset: true }).exactOptional(),
})

/**
 * How every enabled service is; one that does not answer in time has failed. `own` is the portal's. An
 * isolated service is out of the portal's reach: who needs it tells how it is.
 */
export function stackHealth(
  services: readonly ServiceAddress[],
  own: () => Promise<Health>,
): Promise<readonly PartHealth[]> {
  const asked = services.filter(
    ({ manifest }) => manifest.health !== undefined && manifest.isolated !== true,
  )
  return Promise.all(
    asked.map(async (service) => {
      const { id, title, role } = service.manifest
      const health = role === 'portal' ? own() : ask(service)
      return { id, title, ...(await health.catch(failed)) }
    }),
  )
}

/** The worst of all parts. */
export function overall(parts: readonly Health[]): Health['status'] {
  if (parts.some(({ status }) => status === 'failed')) return 'failed'
  return parts.some(({ status }) => status === 'degraded') ? 'degraded' : 'ok'
}

async function ask({ manifest, address }: ServiceAddress): Promise<Health> {
  const request = {
    method: 'GET',
    path: manifest.health ?? '/health',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(timeoutMs),
  }
  const { text } = await askService(address, request, answerBytes)
  return healthAnswer.parse(JSON.parse(text))
}

function failed(error: unknown): Health {
  const timedOut = error instanceof Error && /^(Timeout|Abort)Error$/.test(error.name)
  const reason = timedOut ? `no answer within ${timeoutMs / 1000} seconds` : messageOf(error)
  return { status: 'failed', detail: `It does not answer: ${reason}` }
}
