import { valuesIn } from './secret-rule.ts'
import { serviceRules } from './service-rules.ts'

/**
 * What looks random and is public by its nature: sums of files and images, fingerprints, public keys, certificates,
 * pictures in a page, names of stored secrets, and the examples of documentation.
 */
const publicParts = [
  /-----BEGIN (?:[A-Z ]{0,20}PUBLIC KEY|CERTIFICATE)-----(?:[\s>|*]{0,8}[\w+/=]{20,80}){0,200}(?:[\s>|*]{0,8}[\w+/=]{0,80}[\s>|*]{0,8}-----END [A-Z ]{0,30}-----|…)?/g,
  /\b(?:ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\w{1,20})\s{1,2}AAAA[\w+/=]{20,2000}(?:\s[\w.-]{1,40}@[\w.-]{1,60})?/g,
  /\biVBORw0KGgo[\w+/=]{0,4000}…?/g,
  /(?<!secret[ _-])\b(?!secret|token|key|pass)(?:\w{1,20}[ _-])?ids?[\s:=`"'(]{1,4}[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi,
  /\b(?:tenant|subscription|cluster|account|project|organi[sz]ation|workspace)(?: id)?[\s:=`"'(]{1,4}(?:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|(?<=id[\s:=`"'(]{1,4})[\w-]{20,24})(?![\w-])/gi,
  /(?:hotline|infolinka|switchboard|ústředna)[^\n\d+@]{0,40}\+?\d[\d ().-]{7,18}\d/gi,
  /\+?\d[\d ().-]{7,18}\d\s?\((?:switchboard|ústředna|hotline|infolinka)\)/g,
  /\bguid["']?\s?[:=]\s?["']?[\da-f]{32}\b/gi,
  /\bpublic ?key\s{0,2}(?:[:=]|is)\s{0,2}[\w+/]{40,90}={0,2}/gi,
  /\bdata:(?:image|font|audio|video)\/[\w+.-]{1,40};base64,[\w+/=]{0,4000}/g,
  /(?:\bsha(?:1|256|384|512)[-:]|\bSHA256:|\bMD5:|\bh1:|\bzh:|@sha256:)[\w+/=:]{10,130}…?/gi,
  /\b(?:sha(?:1|256|512)(?= of )|md5(?= of )|fingerprint|checksum|digest|commit\p{L}{0,3}|revision|tree)(?:\sof\s[^\n:]{1,40}:)?\W{1,3}(?:[\da-f]{4,64}[ :]?){1,20}/giu,
  /\b(?:next_?page_?token(?: je| is)?|version[ -]?id|node id|e-?tag|cursor|(?:client|request|trace|span|event|message|correlation|object|resource|instance|record|row|file|folder|document|sheet|job|run|build)[ _-]?id|(?:sentry|issue|event)(?= [\da-f]{32}))[\s:=`"'(*]{1,4}[\w-]{16,64}(?![\w-])/gi,
  /(?<![a-z])(?:surrogate|primary|foreign|natural|business|partition|sort|cache|composite|unique|null|row)[ _-]keys?\b|\bklíč\p{L}{0,2} řád\p{L}{2,3}/giu,
  /\b(?:trace|span)(?:[ _-]?id)?["']?\s?[:=]\s?["']?[\da-f]{16,32}\b|\bindex [\da-f]{7,40}\.\.[\da-f]{7,40}|\bMD5SUM\W{1,3}(?:\d:)?[\da-f]{32}\b/gi,
  /\bage1[a-z\d]{58}\b/g,
  /\b0x[\dA-Fa-f]{40}(?!\w)/g,
  /(?<!\p{L})(?:MLflow run|běh v MLflow):? [\da-f]{32}\b/giu,
  /\bpk_(?:live|test)_[A-Za-z\d]{10,120}/g,
  /\bv=DKIM1;[^\n]{0,60}?p=[\w+/=]{20,800}/g,
  // A fingerprint of OpenPGP; the identity of a request at Amazon.
  /(?<![\w-])(?:[\dA-F]{4} {1,2}){9}[\dA-F]{4}(?!\w)/g,
  /\b(?:Root|Self)=1-[\da-f]{8}-[\da-f]{24}\b/g,
  /\bgit\s(?:[\w.-]{1,30}\s){1,3}[\da-f]{7,40}(?:\.{2,3}[\da-f]{7,40})?\b/g,
  /(?<!\p{L})(?:korelační ID|ID složky)[ :`"']{1,3}[\w-]{16,44}(?![\w-])/giu,
  // As Google Drive names its folders.
  /(?<!\p{L})(?:folder|složk\p{L}{1,2}) [`"']?(?:0A|1(?!\d*-\d))[\w-]{17,43}(?![\w-])/giu,
  // As Google names files (33 characters) and sheets (44).
  /(?<![\w-])(?=1[\w-]{32})(?<=(?<!\p{L})(?:drive|sheets?|disku?|tabulk\p{L}|složk\p{L}|folder|document|dokument\p{L}{0,2})(?!\p{L})(?:(?!key|klíč|token|secret|hesl|pass|seed|auth|cookie|api|hook|log)[^\n]){0,60})1(?=[\w-]{0,43}[g-z])(?:[\w-]{32}|[\w-]{43})(?![\w-])/giu,
  // A reCAPTCHA key of a page; the secret one has the same form.
  /(?<![\w-])(?=6L)(?<=(?:public|veřejn\p{L}{1,3}|site ?key)(?!\p{L})[^\n]{0,60})6L[\w-]{38}(?![\w-])/giu,
  /\barn:[\w-]{2,12}:[^\s"'`,)]{3,300}/g,
  /\bAKIAIOSFODNN7EXAMPLE\b|\b[\w+/]{10,36}EXAMPLEKEY\b|\b4242(?:[ -]?4242){3}\b|\b4111(?:[ -]?1111){3}\b|\b4000[ -]?00\d\d[ -]?0000[ -]?\d{4}\b|\b5555(?:[ -]?5555){2}[ -]?4444\b|\b123-45-6789\b|\b078-05-1120\b|\b000-00-0000\b/g,
  /(?<=[?&](?:gclid|fbclid|msclkid|utm_\w{1,20})=)[\w-]{1,200}/g,
  /\bcluster `[\w-]{22}`|\b(?:j-[A-Z\d]{12,14}|\d{4}-\d{6}-[a-z\d]{6,8})\b/g,
  /(?<![:=]\s?["'`]?|[\w-])[a-z][a-z\d-]{1,60}-(?=\d{0,9}[a-f])[a-f\d]{8,10}-[a-z\d]{5}\b/g,
  /\bop:\/\/[^\n"'`)]{1,120}?\/[\w-]{2,40}(?![\w/ ])|\bop:\/\/[^\s"'`)]{1,200}|:\/\/user:password@[^\s"'`]{0,200}|!vault[\w-]{0,20} [^\s"'`]{1,200}|(?:\$\{[A-Z_]{1,40}\}:){1,2}\$\{[A-Z_]{1,40}\}@[^\s"'`]{0,200}|\$\{[A-Z_]{1,40}\}:\$\{[A-Z_]{1,40}\}@[^\s"'`]{0,200}/g,
  // What was masked, with its name, and nothing is said after it; text in bold begins with such signs as well.
  /(?<!\w)[\p{L}\d_.-]{1,40}["']?\s?[:=]\s?["']?[*•●]{3,40}(?=["'`)}\]]|[\s,;]{0,3}$|[\s,;]{1,3}[\w.-]{1,30}[=:])/gmu,
  // A number of a place, and the account of a firm, of which it is said that all may know it.
  /(?<![\d+])(?:\+420 )?[2-5]\d\d \d{3} \d{3}(?!\d)(?=[^\n]{0,60}(?:public|on (?:the|our) web|na web|printed on|plakát|veřejn|sticker|samolep|na dveřích))/giu,
  /(?<![\d+])(?=[+2-5]\d{2})(?<=(?:help ?desk|spojovatelk\p{L}|dispečink\p{L}{0,2}|desk|recepc\p{L}|reception|pokladn\p{L}|podateln\p{L}|call ?cent\p{L}{1,4})(?!\p{L})[^\n\d+]{0,40})(?:(?:\+420 )?[2-5]\d\d \d{3} \d{3}|\+44 20 \d{4} \d{4})(?!\d)/giu,
  /(?<!\d)(?=\d{2})(?<=(?:public|published|veřejn\p{L}{1,3}|transparentní\p{L}{0,2}) (?:account|účet|účtu)[^\d\n]{0,30})(?:\d{2,6}-)?\d{6,10}\/\d{4}(?!\d)/giu,
  // An address whose password stands in a variable.
  /\b[a-z][\w+.-]{1,20}:\/\/(?:[\w.-]{1,60}|\$\{?\w{1,60}\}?):\$(?:\{\w{1,60}\}|[A-Z_]{2,60})@(?:\$\{?\w{1,60}\}?|[\w.-]{1,80})(?::\d{2,5})?(?:\/[\w-]{1,60})?/gi,
  /\bsecretKeyRef:(?:\s?\{[^}\n]{0,120}\}|(?:\s{1,40}(?:name|key): [\w.-]{1,80}){2})/g,
  // What a file or a certificate is checked by, where it is called so; not what stands between.
  /(?<!\w)(?=[\da-f]{32})(?<=(?<!\p{L})(?:md5(?:sum)?|sha-?(?:1|256|384|512)|blake2[bs]?|otis[kc]\p{L}{0,3}|thumbprint|kontroln\p{L}{1,3} souč\p{L}{1,3}|checksum|fingerprint)(?!\p{L})(?:(?!key|klíč|token|secret|hesl|pass|seed|auth|cookie|api|app_?id|hook|log|ki=|[.;,] )[^\n]){0,50})(?:[\da-f]{64}|[\da-f]{40}|[\da-f]{32})(?!\w)/giu,
  /(?<!\w)(?:[\da-f]{64}|[\da-f]{40}|[\da-f]{32})(?= \((?:MD5|SHA-?(?:1|256))\))/gi,
  /(?<![\w+/])(?=[\w+/]{40})(?<=(?<!\p{L})(?:[Pp]ublic[-_ ]?[Kk]ey|PUBLIC_KEY|[Vv]eřejn\p{L}{1,3} (?:klíč|polovin)\p{L}{0,2})(?!\p{L})[^\n+/]{0,60}?[\s"'`=:])(?:[\w+/]{42,43}=|RW[\w+/]{50,58}|(?:MII[BCG]|MCow|MFkw)[\w+/=]{40,2000})/gu,
  /\b\w{0,40}\d{8}T\d{4,6}Z(?:_[\da-f]{6,12})?\b/g,
  /\[REDACTED[^\]\n]{0,60}\]/gi,
  /\bENC\[AES256_GCM,[^\]\n]{0,2000}\]/g,
  /:<[\w -]{2,40}>(?=@)|:\/\/[A-Z]{2,20}:[A-Z_]{2,30}@[A-Z]{2,20}\b/g,
  /:\/\/(?:docs|drive|sheets|slides)\.google\.com\/[^\s"'`<>)]{1,200}|:\/\/(?:www\.)?(?:figma|notion|miro|youtube|loom|canva)\.(?:com|so)\/[^\s"'`<>)?]{1,200}/g,
]

/** How far behind a part the key is read that begins in it. */
const BEYOND = 200

/** A text without them; a key in the form of its service stays, whatever it is called. */
export function withoutPublicParts(text: string): string {
  return publicParts.reduce(
    (rest, part) =>
      rest.replace(part, (...match) => {
        const [found, at] = [String(match[0]), Number(match.at(-2))]
        return keyBegins(rest.slice(at, at + found.length + BEYOND), found.length) ? found : ' '
      }),
    text,
  )
}

/** Whether a key of a service begins in the first characters of a text; the examples of documentation are none. */
function keyBegins(text: string, within: number): boolean {
  if (/EXAMPLE/.test(text.slice(0, within))) return false
  return serviceRules.some((rule) => {
    const { value } = valuesIn(rule, text).next()
    return value !== undefined && value.index < within
  })
}
