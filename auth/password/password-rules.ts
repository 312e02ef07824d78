/** What a password must not be about. */
export interface PasswordContext {
  readonly email: string
  readonly instanceName: string
}

const shortest = 12
const longest = 256

const guessed = 'It is among the first that are guessed.'

/** Words that most guessed passwords are built around; digits and signs beside them do not help. */
const guessable = new Set(
  (
    'password passwort passw pass word admin administrator root user guest login welcome willkommen letmein ' +
    'changeme secret test tester testing default qwerty qwertz qwertyuiop qwertzuiop azerty azertyuiop asdf ' +
    'asdfgh asdfghjkl zxcvbn zxcvbnm abc abcd abcdef abcdefgh iloveyou monkey dragon football baseball ' +
    'basketball superman batman master shadow sunshine princess trustno whatever starwars computer internet ' +
    'summer winter spring autumn january february monday friday company office temporary temp'
  ).split(' '),
)

/** One form for what looks the same, so that a password works from every keyboard (Unicode NFKC). */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC')
}

/** Why a password (already normalised) is not good, in words for its owner; undefined when it is. */
export function passwordProblem(password: string, context: PasswordContext): string | undefined {
  const length = [...password].length
  if (length < shortest) return `It has ${length} characters; at least ${shortest} are needed.`
  if (length > longest) return `It may have at most ${longest} characters.`
  if (/\p{Cc}/u.test(password)) return 'It must not contain control characters.'
  if (new Set(password).size < 5) return 'It repeats too few characters.'
  const [local = ''] = context.email.split('@')
  const known = [context.email, local, context.instanceName].map(lettersOf).filter(Boolean)
  const core = withoutRepetition(lettersOf(password))
  if (known.includes(core)) return 'It must not be your e-mail or the name of this portal.'
  if (guessable.has(core)) return guessed
  if (/^[\d\p{P}\s]+$/u.test(password)) return guessed
  return undefined
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}]/gu, '')
}

/** `passwordpassword` is `password`. */
function withoutRepetition(text: string): string {
  return /^(.+?)\1*$/su.exec(text)?.[1] ?? text
}
