/** What people call a password in several languages, as the source of a pattern with the flags `iu`. */
export const passwordNames = String.raw`same pass|pass(?:w(?:or)?d)?_(?:b64|base64)|pas{1,2}[wv](?:or[dt]|rd|o?d)?s?|pssw(?:or)?d|pass(?:phrases?|codes?|wort|wörter)|psw|pwd?|psk|shared-?key|(?:store|key)pass|creds?|p\/w|(?:wi-?fi|wlan)[ -]key|hes(?:l|ol|el|[ií]l)\p{L}{0,6}|hes\.|hs[es]{0,2}l[oa]|hesslo|helso|ehslo|code ?words?|tajné slovo|u\/p|has[lł](?:o|a|em|u|e)|contrase[nñ]as?|senhas?|wachtwoord(?:en)?|mots? de passe|kennw[oö]rt(?:er)?|парол\p{L}{0,3}`

/** The same, seldom: what guards, games and other languages say. */
export const rareNames = String.raw`(?:magic|watch|safe|kouzeln\p{L}{1,3}) ?(?:words?|slov\p{L}{1,2})|shibboleth|zauberwort|open sesame|sezam\p{L}{0,2}|zaklínad\p{L}{1,3}|tajenk\p{L}|parol[aeěou]\p{L}?|salasana|lösenord|adgangskode|passord|jelszó|lozink\p{L}`

/** One of these in small letters stands in every text that has such a name. */
export const rareKeywords =
  'magic watch safe kouzeln shibb zauber sesam sezam zaklín tajenk parol salas lösen adgangs passord jelsz lozink'.split(
    ' ',
  )

/** What people call a key, a token or another secret of a program. */
export const keyNames = String.raw`api[ _-]?keys?|apikey|access[ _-]?keys?|secret(?:[ _-]?(?:access[ _-]?)?key)?|client[ _-]?secret|(?:private|encryption|signing|account|licen[cs]e|activation|master|app|admin|server|service|sdk|api|integration)[ _-]?key|(?:auth|access|refresh|bot)[ _-]?token|token\p{L}{0,2}|\w{2,30}_pat|credentials?|klíč\p{L}{0,2}|klic|tajemství|schlüssel|zugangs(?:daten|token)|clave|jeton|ключ|токен`

/** One of these in small letters stands in every text that has such a name. */
export const nameKeywords =
  'pas pss p/w wifi wi-fi wlan pw psw psk hes hsl hse helso ehslo code tajn u/p hasł hasl contrase senha wachtw mot kennw парол key secret token _pat cred klíč klic tajem schlüssel zugang clave jeton ключ токен'.split(
    ' ',
  )

/** Verbs between a name and its value: `the password is`, `heslo zní`. */
export const copulas = 'is|was|are|je|jsou|bylo|zní|znie|lautet|est|es|ist|bude|to|è|é|jest|это'

/** What people write about where a secret may stand, without naming it: signing in, accounts, locks, networks. */
export const accessNames = String.raw`connect(?:ing)? to|log[ -]?(?:ins?|on)|sign(?:ing)?[ -]?in|auth\w{0,16}|bearer|x-auth[\w-]{0,20}|př[ií]hl\p{L}{0,12}|prihl\p{L}{0,12}|p[rř][ií]stup\p{L}{0,6}|zugang\p{L}{0,6}|anmeld\p{L}{0,6}|dostęp\p{L}{0,4}|pins?|puk|unlock\p{L}{0,4}|odem\p{L}{0,8}|odomk\p{L}{0,6}|wi-?fi|wifin\p{L}{1,2}|vpnk\p{L}{1,2}|hotspot|wlan|ssid|vpn|ssh|s?ftp|rdp|snmp|ldap|2fa|mfa|totp|otp|dvoufaktor\p{L}{0,4}|authenticator|user(?:name)?|už\. jm\.|uživatel\p{L}{0,4}|uzivatel\p{L}{0,4}|benutzer|account|účet|účt\p{L}{0,3}|ucet|admin|root|vault|trezor\p{L}{0,3}|licen[cs]e|licenc\p{L}{0,3}|recovery|backup codes?|záložní|webhook|secrets?|creds?|rotat\p{L}{0,4}|rotace|sesame|pod klávesnic\p{L}|under \p{L}{2,5} keyboard|post-it|phrase|🔑|🔐|🗝`
