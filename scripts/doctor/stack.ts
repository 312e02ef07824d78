import { well, type CheckContext, type Finding } from '#core/doctor-check.ts'
import { publicUrlOf } from '#core/run/stack-env.ts'

/** Whether the stack answers at its address, and what it says of itself. */
export default async function stack({
  installation,
}: Pick<CheckContext, 'installation'>): Promise<Finding> {
  const { env } = installation
  const url = new URL('/health', publicUrlOf(env, env.PORT))
  let text: string
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) })
    text = ((await response.json()) as { status?: string }).status ?? 'unknown'
  } catch {
    const remedy = 'npm start runs it; on a server stack status says what runs.'
    return { status: 'warn', detail: `nothing of ours answers at ${url.origin}`, remedy }
  }
  if (text === 'ok') return well(`runs at ${url.origin}`)
  const remedy = 'The health page of the portal and the log say which service it is.'
  return { status: 'fail', detail: `runs at ${url.origin} and says: ${text}`, remedy }
}
