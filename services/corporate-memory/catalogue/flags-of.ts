const signs = [
  {
    flag: 'runs a command',
    pattern:
      /\bcurl\b|\bwget\b|\bsudo\b|\brm -rf?\b|\|\s*(?:ba|z)?sh\b|\beval\b|\bchmod\b|\bexec\b|powershell|\bnc -/i,
  },
  {
    flag: 'reaches the network',
    pattern:
      /https?:\/\/(?!localhost|127\.)|\bupload (?:it|the|them|all)\b|\bsend (?:it|the|them|all|every)\b|\bpost (?:it|the|them|all) to\b/i,
  },
  {
    flag: 'speaks of credentials',
    pattern:
      /\b(?:credentials?|password|passwd|token|secret|api key|private key|\.env|ssh key|keychain|heslo)\b/i,
  },
  {
    flag: 'gives orders to an agent',
    pattern:
      /\b(?:ignore|disregard|forget|override)\b.{0,30}\b(?:previous|prior|above|all|any|your|these|other)\b|\bsystem prompt\b|\byou (?:are now|must now)\b|\bas an? (?:ai|assistant|administrator)\b|\bsource_users\b|\bexisting_id\b|\bsafe\s*[=:]\s*true\b|\bkm_[0-9a-f]{6,}|\bapproved by\b|\bdo not (?:tell|ask|mention|inform)\b|<\/?(?:system|instructions?|assistant|user)>|\bignoruj\b/i,
  },
] as const

/** An item that was imported without its text, as that looked like a secret: it says nothing until it is edited. */
export const TEXT_HELD_BACK = 'text held back'

/** What a reviewer should look at before others' agents read it. */
export function flagsOf(text: string): readonly string[] {
  return signs.filter(({ pattern }) => pattern.test(text)).map(({ flag }) => flag)
}
