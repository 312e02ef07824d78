/**
 * Does what gathers in a turn as one group; while a group is under way the next one gathers. `run` gets at
 * most `limit` at once, counted by `weight`, or one that is heavier alone; when it fails, all of its group fail.
 * `answer` makes of its outcome the answers in the order of the group: synchronously, group after group, each when
 * the next one is already under way.
 */
export function gather<Item, Outcome, Answer>(
  run: (items: readonly Item[]) => Promise<Outcome>,
  answer: (outcome: Outcome, items: readonly Item[]) => readonly Answer[],
  limit: number,
  weight: (item: Item) => number = () => 1,
): (item: Item) => Promise<Answer> {
  interface Place {
    readonly item: Item
    readonly resolve: (answer: Answer) => void
    readonly reject: (error: unknown) => void
  }
  let waiting: Place[] = []
  let scheduled = false

  /** Resolves when the outcome is there, to what tells the group of it. */
  async function runGroup(group: readonly Place[]): Promise<() => void> {
    const items = group.map(({ item }) => item)
    const failed = (error: unknown) => {
      for (const { reject } of group) reject(error)
    }
    try {
      const outcome = await run(items)
      return () => {
        try {
          const answers = answer(outcome, items)
          for (const [place, { resolve }] of group.entries()) resolve(answers[place] as Answer)
        } catch (error) {
          failed(error)
        }
      }
    } catch (error) {
      return () => failed(error)
    }
  }

  /** How many of those who wait make the next group. */
  function fitting(): number {
    let count = 0
    for (let sum = 0; count < waiting.length; count += 1) {
      sum += weight((waiting[count] as Place).item)
      if (sum > limit) break
    }
    return Math.max(1, count)
  }

  async function runGroups(): Promise<void> {
    let tell = () => {}
    while (waiting.length > 0) {
      const running = runGroup(waiting.splice(0, fitting()))
      tell()
      tell = await running
    }
    scheduled = false
    tell()
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject })
      if (scheduled) return
      scheduled = true
      setImmediate(() => void runGroups())
    })
}
