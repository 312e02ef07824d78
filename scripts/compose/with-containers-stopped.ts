import type { ComposeProject } from './compose-project.ts'

/** Does something while no container runs but those `kept`; then those that ran do so again, however it ended. */
export async function withContainersStopped(
  { compose, running }: Pick<ComposeProject, 'compose' | 'running'>,
  kept: readonly string[],
  work: () => Promise<void>,
  note: (line: string) => void,
): Promise<void> {
  const stopped = (await running())
    .map(({ service }) => service)
    .filter((service) => !kept.includes(service))
  // Without a name Compose takes all of them, the database too.
  if (stopped.length === 0) return work()
  note(`Stopping ${stopped.length} containers …`)
  try {
    await compose('stop', ...stopped)
    await work()
  } finally {
    note('Starting them again …')
    await compose('start', ...stopped)
  }
}
