/**
 * Does what gathers in a turn as one group; while a group is under way the next one gathers. `run` gets at
 * most `limit` at once and answers in their order; when it fails, all of its group fail.
 */
export function gather<Item, Answer>(
  run: (items: readonly Item[]) => Promise<readonly Answer[]>,
  limit: number,
): (item: Item) => Promise<Answer> {
  interface Place {
    readonly item: Item
    readonly resolve: (answer: Answer) => void
    readonly reject: (error: unknown) => void
  }
  let waiting: Place[] = []
  let scheduled = false

  async function runGroups(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.splice(0, limit)
      try {
        const answers = await run(group.map(({ item }) => item))
        for (const [place, { resolve }] of group.entries()) resolve(answers[place] as Answer)
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
    scheduled = false
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (scheduled) return
      scheduled = true
      setImmediate(() => void runGroups())
    })
}
