import type { Listening } from '../http/server.ts'
import type { ServiceApp } from '../service.ts'

/** Stops to accept, and sends away at the same time who holds a connection open: nobody waits for the other. */
export async function stopListening(server: Listening, app: ServiceApp): Promise<void> {
  await Promise.all([server.close(), app.drain?.()])
}
