import type { SecretRule } from './secret-rule.ts'

/** What telephone networks know their subscribers and cards by. */
export const networkRules: readonly SecretRule[] = [
  {
    id: 'subscriber-number',
    name: 'the number of a subscriber',
    pattern: /(?<![a-z])(?:imsi|imei|iccid|[a-z]?_?msisdn)(?![a-z])/i,
    keywords: ['imsi', 'imei', 'iccid', 'msisdn'],
    search: (lines) =>
      lines.match(/(?<![\d.-])(?:\d{15}|8942\d{15,16}|[1-9]\d{10,12})(?![\d-]|\.\d)/g) ?? [],
    hits: [
      'MOC;20260714133012;A_MSISDN=421905634526;dur=686',
      '| id | imsi | active |\n|---|---|---|\n| 7196 | 230021473490517 | t |',
      'SELECT * FROM person WHERE imsi = 230015604883605',
    ],
    clean: ['the imsi column has 15 digits', 'msisdn is hashed since 20260714133012'],
  },
  {
    id: 'card-key',
    name: 'the key of a SIM card',
    pattern: /(?<![a-z])(?:sim_?ki|opc|imsi|amf|sqn)(?![a-z])/i,
    keywords: ['sim', 'opc', 'amf', 'sqn'],
    search: (lines) =>
      lines.match(/(?<=(?:ki|opc?|k)["']?\s?[=:]\s?["']?)[\da-f]{32}(?!\w)/gi) ?? [],
    hits: [
      "SIM_KI='CC35C9DB8A156C24E92EA08D5BC1FE45' run.sh",
      'amf=8000 sqn=0 k=34EAF1E5AD8FCC3998839549D7A62290',
    ],
    clean: ['opc = b6589fc6', 'SIM_KI=${SIM_KI}'],
  },
  {
    id: 'snmp-community',
    name: 'a password',
    pattern:
      /(?<!\p{L})community(?: string)?(?: (?:pro|for|na|to|of) \p{L}{3,12}){0,2}(?: (?:je|is)|:|=)? ["'`]?((?!public|private|edition|version|release)[\w!.#*+?-]{5,40})/giu,
    keywords: ['community'],
    check: (found) => /\p{L}/u.test(found) && /\d/.test(found),
    hits: ['stačí zapisovací community kl-write-77', 'community pro zápis je write-Opt1ka'],
    clean: ['the community edition 2', 'community version-10 of the driver', 'community of 12'],
  },
  {
    id: 'link-to-person',
    name: 'a phone number',
    pattern: /(?:\bwa\.me\/|\btel:)(\+?\d[\d .()-]{7,18}\d)/gi,
    keywords: ['wa.me/', 'tel:'],
    check: (found) =>
      !/^\+?(?:\d{1,3}[ .-]?)?\(?0?800/.test(found) && !/555[ .-]?01\d\d$/.test(found),
    hits: ['[ask them](https://wa.me/732352693)', 'tel:+44 7582 679517'],
    clean: ['tel:800 123 456', 'tel:<number>'],
  },
]
