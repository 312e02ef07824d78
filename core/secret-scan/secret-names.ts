/** What people call a password in several languages, as the source of a pattern with the flags `iu`. */
export const passwordNames = String.raw`pass(?:words?|wd|phrases?|codes?|wort|wörter)|pwd?|hesl\p{L}{0,3}|hasł\p{L}{0,3}|contrase[nñ]as?|senhas?|wachtwoord(?:en)?|mots? de passe|kennw[oö]rt(?:er)?|парол\p{L}{0,3}`

/** What people call a key, a token or another secret of a program. */
export const keyNames = String.raw`api[ _-]?keys?|apikey|access[ _-]?keys?|secret(?:[ _-]?(?:access[ _-]?)?key)?|client[ _-]?secret|(?:private|encryption|signing|account|licen[cs]e)[ _-]?key|(?:auth|access|refresh|bot)[ _-]?token|token\p{L}{0,2}|credentials?|creds?|klíč\p{L}{0,2}|tajemství|schlüssel|zugangsdaten|clave|jeton|ключ|токен`

/** One of these in small letters stands in every text that has such a name. */
export const nameKeywords =
  'pass pw hesl hasł contrase senha wachtw mot kennw парол key secret token cred klíč tajem schlüssel zugang clave jeton ключ токен'.split(
    ' ',
  )

/** Verbs between a name and its value: `the password is`, `heslo zní`. */
export const copulas = 'is|was|are|je|jsou|bylo|zní|znie|lautet|est|es|ist|bude|to|è|é|jest|это'
