import { Agent, request } from 'node:http'

/** People who keep asking: `request-load.ts URL PATH...` until SIGTERM; then one line of JSON with what came back. */
if (import.meta.main) {
  const [base = '', ...paths] = process.argv.slice(2)
  const agent = new Agent({ keepAlive: true })
  const answers: Record<string, number> = {}
  let [requests, failed, slowest, ended] = [0, 0, 0, false]
  process.once('SIGTERM', () => (ended = true))

  const ask = (path: string) =>
    new Promise<string>((resolve) => {
      const sent = request(base + path, { agent, timeout: 60_000 }, (answer) => {
        answer.on('error', ({ message }) => resolve(message))
        answer.on('end', () => resolve(String(answer.statusCode)))
        answer.resume()
      })
      sent.on('error', ({ message }) => resolve(message))
      sent.end()
    })

  await Promise.all(
    paths.map(async (path) => {
      while (!ended) {
        const began = performance.now()
        const said = await ask(path)
        slowest = Math.max(slowest, performance.now() - began)
        requests += 1
        if (!/^[1-4]\d\d$/.test(said)) failed += 1
        answers[`${path}: ${said}`] = (answers[`${path}: ${said}`] ?? 0) + 1
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }),
  )
  console.log(JSON.stringify({ requests, failed, slowestMs: Math.round(slowest), answers }))
  agent.destroy()
}
