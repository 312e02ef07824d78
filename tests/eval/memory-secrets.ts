/** A random source that gives the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** A planted secret: the sentence, and the piece that must be seen nowhere. */
export interface Planted {
  readonly kind: string
  readonly text: string
  readonly value: string
}

/** Secrets of many kinds, in contexts that the rules were not written on. */
export function plantSecrets(random: () => number, count: number): readonly Planted[] {
  const of = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('')
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const word = () =>
    pick(['Zimni', 'Harbor', 'Quartz', 'Meadow', 'Falcon', 'Velvet']) +
    of('0123456789', 3) +
    pick(['!', '#', '-x', '$'])
  const kinds: Readonly<Record<string, () => string>> = {
    github: () => `gh${pick(['p', 'o', 's'])}_${of(letters, 36)}`,
    aws: () => `AKIA${of('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`,
    slack: () => `xoxb-${of('0123456789', 11)}-${of('0123456789', 12)}-${of(letters, 24)}`,
    jwt: () => `eyJhbGciOiJIUzI1NiJ9.eyJ${of(letters, 40)}.${of(letters, 43)}`,
    telegram: () => `${of('123456789', 10)}:AA${of(letters, 33)}`,
    google: () => `AIza${of(letters, 35)}`,
    stripe: () => `sk_live_${of(letters, 24)}`,
    anthropic: () => `sk-ant-api03-${of(letters, 40)}`,
    password: word,
    dsn: () => `postgres://app:${word()}@db.internal:5432/prod`,
    random: () => of(letters, 32),
    email: () => `${of('abcdefghij', 6)}.${of('klmnopqrst', 7)}@firma.cz`,
    phone: () =>
      `+420 ${of('67', 1)}${of('0123456789', 2)} ${of('0123456789', 3)} ${of('0123456789', 3)}`,
    card: () => '5555 5555 5555 4444',
    iban: () => 'GB29 NWBK 6016 1331 9268 19',
  }
  const contexts: readonly ((value: string, kind: string) => string)[] = [
    (value, kind) =>
      kind === 'password'
        ? `heslo je ${value} a platí pro celý tým`
        : `for the depot we use ${value} until spring`,
    (value, kind) =>
      `| system | ${kind === 'password' ? 'password' : 'access'} |\n| --- | --- |\n| depot | ${kind === 'password' ? `password ${'= '}${value}` : value} |`,
    (value, kind) =>
      `${kind === 'password' ? 'password: ' : ''}**${value}** (of the depot, since May)`,
    (value, kind) =>
      `the depot says {"${kind === 'password' ? 'password' : 'value'}": "${value}"} in its answer`,
    (value, kind) =>
      `curl -H 'X-Depot: 1' 'https://depot.acme.io/in?${kind === 'password' ? 'password' : 'token'}=${value}' works`,
    (value, kind) =>
      Buffer.from(`${kind === 'password' ? 'password: ' : 'key '}${value}`).toString('base64'),
    (value, kind) =>
      `${kind === 'password' ? 'password: ' : 'the depot: '}${value.split('').join('\u200b')}`,
    (value, kind) =>
      `${kind === 'password' ? 'the password of the depot is' : 'the depot is opened by'} \`${value}\` as ever`,
  ]
  const names = Object.keys(kinds)
  return Array.from({ length: count }, (_, index) => {
    const kind = names[index % names.length] as string
    const value = kinds[kind]?.() ?? ''
    const context = pick(contexts)
    return { kind, value, text: context(value, kind) }
  })
}
