/** What of a checkout is for this machine alone: history, data, tests. */
const STAYS = new Set(['.git', 'data', 'tests', 'var'])

/** Whether an entry of a checkout is never copied to where the stack runs: `.env.production` is a secret as `.env` is. */
export function staysHere(name: string): boolean {
  return STAYS.has(name) || (name.startsWith('.env') && name !== '.env.example')
}
