import { namesSomebody } from './named-persons.ts'
import type { SecretRule } from './secret-rule.ts'

/** A first name and a family name; not two words of a title that is written large. */
const person =
  /(?<![\p{L}.`/_-])\p{Lu}\p{Ll}{2,20}(?:\s\p{Lu}\.)?\s\p{Lu}\p{Ll}{2,25}(?![\p{L}_(-])/gu
const notPersons =
  /^(?:Breast|Data|Power|Google|Azure|Amazon|Sales|Machine|Open|Claude|Visual|The|This|New|All|Health|Life|Use|Model|Team|Office|Microsoft|Pull|Code|Type|Smoke|Unit|User|Test|Issue|Error|Risk|Cancer|Disease)\b/

/** `Mrs. Falk`, `pan Švec`. */
const titled =
  /(?<![\p{L}.])(?:(?:Mrs|Mr|Ms|Dr|Prof|MUDr|Mgr|Ing|Frau|Herr)\.?|[Pp]an[íaue]?|[Pp]anem) \p{Lu}\p{Ll}{2,}/u

function namesPerson(lines: string): boolean {
  return (
    namesSomebody(lines) ||
    titled.test(lines) ||
    (lines.match(person) ?? []).some((found) => !notPersons.test(found))
  )
}

/** What is said of somebody, whose name may stand elsewhere. */
const spoken =
  /(?<!\p{L})(?:she|he|her|his|jeho|její|mu|jí) (?:\p{L}{1,12} ){0,3}(?:chemo|burn-?out|epilep|diabet|depress?i|surgery|seizure|cancer|rakovin|pregnan|těhot|diagnos|operac|vyhoř)/iu

/** The same where the name stands in the line before: in a chat, in a list. */
const ailing =
  /^[\s>*•-]{0,8}(?:má|měl[ao]?|jde na|chodí na|je na|je po|no, |has|had|is) [^\n]{0,30}(?:epilep|diabet|cukrovk|depres|panick|poruch|chemo|rakovin|cancer|bypass|surgery|operac|burn-?out|vyhoř|těhot|pregnan)/imu

/** Each line of those that names one: what else stands in it is about them. */
function linesOfPersons(lines: string): readonly string[] {
  return lines.split('\n').filter(namesPerson)
}

/** Words beside which an address is a person's. */
const cues = String.raw`(?<!\p{L})(?:bytem|bydl\p{L}{1,6}|dom(?:ů|u|a)|home|flat|apartment|byt(?:u|ě)?|privat\p{L}{0,12}|private(?:ly)?|adres\p{L}{1,3}|address|lives?|moved|přestěh\p{L}{2,6}|ship|post|send|pošl\p{L}{1,3}|poslat|klient\p{L}{0,3}|client|custom\p{L}{2,3}|wohn\p{L}{1,6}|anschrift|zamieszk\p{L}{2,4}|residence|patient|pacient\p{L}{0,3}|pojišt\p{L}{2,5}|pan[ií]?|mrs?|frau|herr|zaměstnan\p{L}{1,4}|employee|kurýr\p{L}{0,3}|courier|household|domácnost\p{L}{0,2}|yubikey|place|spare)(?!\p{L})`

/** What stands in lines that name a person and have the cue. */
function besidePersons(cue: RegExp, value: RegExp): (lines: string) => readonly string[] {
  return (lines) =>
    linesOfPersons(lines).flatMap((line) => (cue.test(line) ? (line.match(value) ?? []) : []))
}

/** Words beside which a street and a number are where somebody lives. */
const atHome =
  /(?<!\p{L})(?:home|dom(?:ů|u|a)|bydl\p{L}{1,6}|lives?|zvon\p{L}{1,4}|bell|flat|byt(?:u|ě|em)?|adres\p{L}{1,3}|address|pick(?:s|ed)? up|vyzved\p{L}{1,6}|neighbour|soused\p{L}{0,3}|barák\p{L}{0,4}|courier|kurýr\p{L}{0,3}|drop|dopis\p{L}{0,2}|letters?|komu|privat\p{L}{0,4}|soukrom\p{L}{1,2}|house|apartment|stays?(?: at)?|staying)(?!\p{L})/iu
const ofFirms =
  /sklad|warehouse|office|poboč|kancelář|depot|hala|hall|showroom|shop|prodejn|sídl|company|firm|plant|závod|klini|hospital|nemocn|school|škol|meeting|zasedač|table|column|sprint|version|sheet|release/iu
/** A street with a number, and a town behind it or the end of what is said. */
const street =
  /(?<![\p{L}\d])(?:\p{Lu}\p{Ll}{0,20}(?: \p{L}{2,20}){0,2} \d{1,4}(?:\/\d{1,4})?[a-z]?|\d{1,4} (?:\p{Lu}\p{Ll}{1,20} ){1,2}\p{Lu}\p{Ll}{2,12})(?![\d.:%-])(?:, (?:\d{3} ?\d\d |\d{4,5} )?\p{Lu}[\p{L}-]{1,25}(?: [A-Z\d]{2,4} \d[A-Z]{2})?)?(?=[,.;)'"|\s]|$)(?! [/|])/gu

/** Banks by which Czech accounts end. */
const banks = String.raw`(?:0[136878]00|0710|20[1267]0|2100|22[0-6]0|2600|2700|30[356]0|3500|4000|4300|5[58]00|6[01278]00|6210|79\d0|80[3469]0|81[59]0|82[0235]0)`

/** Without lines that say whose place it is when it is nobody's home. */
function inHomes(
  search: (lines: string) => readonly string[],
): (lines: string) => readonly string[] {
  const places =
    /fakturačn|invoices|head office|sídl[oeí]|redakc|(?<!\p{L})(?:s\. ?r\. ?o\.|a\. ?s\.(?=[\s,])|Ltd|GmbH|Inc)(?!\p{L})|podateln|visitors/iu
  return (lines) =>
    search(
      lines
        .split('\n')
        .filter((line) => !places.test(line))
        .join('\n'),
    )
}

/** Where people live, how to reach and pay them, how they are, and what they earn. */
export const privateLifeRules: readonly SecretRule[] = [
  {
    id: 'home-address',
    name: 'the address of a person',
    pattern: new RegExp(cues, 'iu'),
    search: inHomes((lines) => [
      ...(lines.match(
        /(?<!\p{L})(?:bydliště|bytem|bydlí|wohnhaft|zamieszkał\p{L})\s(?:na adrese\s)?\p{Lu}\p{L}{1,20}(?:\s\p{L}{2,20})?(?:\s\p{L}{2,20})?\s\d{1,4}(?:\/\d{1,4})?[a-z]?,\s\p{Lu}\p{L}{1,30}/gu,
      ) ?? []),
      ...(lines.match(
        /\p{Lu}\p{Ll}{0,20}\.?(?:\s\p{L}{2,20})?(?:\s\p{L}{2,20})?\s\d{1,4}(?:\/\d{1,4})?[a-z]?,\s{0,2}(?:PSČ\s)?(?:\d{3}\s?\d{2}|\d{2}-\d{3})\s\p{Lu}\p{L}{1,30}(?:[ -]\p{Lu}\p{L}{1,30})?/gu,
      ) ?? []),
      ...(lines.match(
        /(?<=(?:[Bb]ydlí|[Ll]ives|[Ww]ohnt) (?:v|ve|in) )\p{Lu}\p{Ll}{2,20},? \p{Lu}\p{Ll}{2,20} \d{1,4}(?:\/\d{1,4})?(?!\d)/gu,
      ) ?? []),
      ...(lines.match(
        /(?<![\d.])\d{1,5}\s(?:\p{Lu}\p{Ll}{1,20}[\s,]{1,2}){1,5}[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}(?!\w)/gu,
      ) ?? []),
      ...(lines.match(
        /(?<![\d.])\d{1,5}\s(?:\p{Lu}[\p{L}']{1,20}\s){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Lane|Ln|Drive|Dr|Boulevard|Blvd|Court|Ct|Way|Place|Pl|Terrace|Close|Crescent|Row|Mews|Hill|Gardens|Grove|Square|Walk|Yard|Quay)(?![\p{L}])(?:,?\s[\p{Lu}\d][\p{L}\d]{0,20}){0,6}/gu,
      ) ?? []),
    ]),
    hits: [
      'klientka se přestěhovala, nové bydliště je Jiráskova 11, 357 11 Vsetín',
      'pan Krejčí bydlí v Telči, Polní 797/30, zvonek nefunguje',
      'ship the laptop home: 241 Orchard Street, Dayton',
      'Privatanschrift: Am Mühlbach 70, 50672 Köln',
    ],
    clean: [
      'send 300 Orders to the shop',
      'the customer lives in Table 3',
      'the address of the server is in config, line 12',
      'Fakturační adresa: Depot s. r. o., Horní náměstí 12, 779 00 Olomouc',
    ],
  },
  {
    id: 'address-of-named',
    name: 'the address of a person',
    pattern: /\p{L} \d{1,4}(?:\/\d{1,4})?[a-z]?(?=[,.;:)'"|\s]|$)/u,
    search: (lines) =>
      lines
        .split('\n')
        .filter((line) => atHome.test(line) && !ofFirms.test(line))
        .filter(
          (line) =>
            namesPerson(line) ||
            /(?<!\p{L})(?:[Pp]aní|[Pp]an[ua]?|Mrs?\.?|Dr\.) \p{Lu}|(?<!\p{L})(?:u pan[aí]|u paní) \p{L}/u.test(
              line,
            ),
        )
        .flatMap((line) => line.match(street) ?? []),
    hits: [
      'Drop the yeast at Jindra’s home (Pod Chmelnicí 27, Žatec), he has a cellar',
      '| employee | home |\n| Greta Simm | home: Lindenweg 8, 6370 Kitzbühel |',
    ],
    clean: [
      'Jana moved the address column to Orders 12',
      'Petr picks it up at the warehouse, Skladová 12, Brno',
    ],
  },
  {
    id: 'address-of-person',
    name: 'the address of a person',
    pattern: /\d{3} ?\d\d [A-ZÁ-Ž]/,
    search: (lines) =>
      [
        ...lines.matchAll(
          /(?<![\p{L}.])\p{Lu}\p{Ll}{2,15} \p{Lu}\p{Ll}{2,20}(?:,\s{1,2}|[ \t]{0,9}\n[\s>]{0,6})(\p{Lu}\p{Ll}{1,20}(?: \p{L}{2,20})?(?: \p{L}{2,20})? \d{1,4}(?:\/\d{1,4})?[a-z]?(?:,\s{1,2}|[ \t]{0,9}\n[\s>]{0,6})\d{3} ?\d\d \p{Lu}\p{Ll}{1,30})/gu,
        ),
      ]
        .map(([, found = '']) => found)
        .filter((found) => !/Vzor|Muster|Sample|Example/.test(found)),
    hits: [
      'Otakar Krejčí\nBrusinková 81/28\n503 03 Smiřice',
      'the household is Luboš Krejčí, Na Výsluní 839/45, 273 51 Unhošť',
    ],
    clean: ['Jan Vzorový, Vzorová 1, 100 00 Praha', 'Data Team, Orders 12, 110 rows'],
  },
  {
    id: 'account-of-person',
    name: 'a bank account',
    pattern: new RegExp(String.raw`\d{6,10}\/${banks}(?!\d)`),
    search: besidePersons(
      /./,
      new RegExp(String.raw`(?<![\d/.])(?:\d{2,6}-)?\d{6,10}\/${banks}(?!\d)`, 'g'),
    ),
    hits: ['Honorář (Alžběta Krejčí) pošlat na 8485815780/2010, fakturu nedodá.'],
    clean: ['objednávka 8485815780/2010 pro sklad', 'Alžběta Krejčí, smlouva 848581/2024'],
  },
  {
    id: 'mobile-of-person',
    name: 'a phone number',
    pattern: /[67]\d\d(?: \d{3} \d{3}|(?:-\d\d){3})(?!\d)/,
    search: besidePersons(
      /(?<!\p{L})(?:doma|domů|home|žena|manžel\p{L}{0,3}|syn|dcera|wife|husband|soukrom\p{L}|privat\p{L}{0,4}|mobil\p{L}{0,2}|cell|budí|vzbu\p{L}{1,3}|vol\p{L}{1,4}|call|ring|wake|reach\p{L}{0,4}|dovoláš|dostupn\p{L})(?!\p{L})/iu,
      /(?<![\d.,-])(?:6\d\d|7[2379]\d)(?: \d{3} \d{3}|(?:-\d\d){3})(?![\d.,-]\d| \d)/g,
    ),
    hits: [
      'v noci se budí Alžběta Krejčí doma na 603 650 172, bere to',
      'Ludmila Krejčí, volat domů: 736-27-03-00',
    ],
    clean: ['call of Alžběta Krejčí took 603 650 ms', 'Obrat doma stoupl na 603 650 172'],
  },
  {
    id: 'patient-name',
    name: 'the name of a patient',
    pattern:
      /(?:0010,\s?0010|PatientName|PID\|)[^\n^]{0,80}?(\p{L}[\p{L}'-]{1,30}\^\p{L}[\p{L}'^ -]{1,40})/gu,
    keywords: ['0010,', 'patientname', 'pid|'],
    hits: ['(0010,0010) PN [Krejci^Alzbeta]', 'PID|1||4711||KREJCI^ALZBETA||19770211|F'],
    clean: ['(0010,0010) PN is removed', 'PatientName^ is hashed'],
  },
  {
    id: 'health',
    name: 'the health of a person',
    pattern:
      /(?<!\p{L})(?:diagn[oó](?!st[ií])\p{L}{1,6}|rakovin\p{L}{1,2}|nádor\p{L}{0,2}|karcinom\p{L}{0,2}|cancer|tumou?r|leuk[eéa]mi\p{L}{1,2}|HIV|AIDS|epileps\p{L}{1,2}|depres\p{L}{1,4}|bipol[aá]r\p{L}{0,4}|schizo\p{L}{2,8}|diabet\p{L}{1,4}|cukrovk\p{L}{1,2}|(?:o)?těhot\p{L}{2,8}|úzkost\p{L}{0,3}|antidepres\p{L}{1,7}|pregnan\p{L}{1,2}|potrat\p{L}{0,2}|miscarriage|abortion|chemo\p{L}{0,8}|onkolog\p{L}{1,3}|oncolog\p{L}{1,3}|alkoholi\p{L}{1,4}|alcoholi\p{L}{1,2}|rehab|psychiat\p{L}{1,6}|psychoter\p{L}{1,4}|krank(?:geschrieben|heit)|nemocensk\p{L}{1,2}|neschopen\p{L}{1,3}|vyhořen\p{L}{1,2}|(?:léčen|závislost)\p{L}{1,3} (?:závislost|na alkohol|na drog|na lé[kc])\p{L}{0,3}|sick leave|burn-?out|roztroušen\p{L}{1,2} skler\p{L}{1,4}|multiple sclerosis|hepatit\p{L}{1,4}|crohn\p{L}{0,4}|parkinson\p{L}{0,2}|infarkt\p{L}{0,2}|heart attack|mrtvic\p{L}{1,2}|stroke|surgery|po operaci|operac\p{L}{1,2} (?:srdce|kolene|kyčle)|hospitali\p{L}{2,6}|PTSD|heart bypass|tested positive|protialkoholní\p{L}{0,2}|nezpůsobil\p{L}{1,2}|závrat\p{L}{1,3}|slipped disc|ploténk\p{L}{0,2}|(?:liver |jatern\p{L} )?cirr?h[oó][sz]\p{L}{1,3}|seizures?|epileptic|otřes\p{L}{0,2} mozku|concussion|broken (?:leg|arm|hip|wrist|ankle)|zlomen\p{L}{1,3} (?:noh|ruk|krč|zápěst|kotník)\p{L}{1,3}|panic attacks?|panick\p{L}{1,3} (?:atak|poruch)\p{L}{1,2}|ADHD|autis\p{L}{1,3}|IVF|umělé\p{L}{0,3} oplodnění|endometri\p{L}{1,4}|celia[ck]\p{L}{0,4}|transplant\p{L}{0,5}|biops\p{L}{1,2}|therapist|psycholo[gž]\p{L}{1,4}|marod\p{L}{1,3}|zápal\p{L}{0,3} plic|pneumonia|pracovní\p{L}{0,2} úraz\p{L}{0,3}|vysok\p{L}{1,2} (?:krevní )?tlak|blood pressure|migr[ée]n\p{L}{1,2}|migraine|astma|asthma|in[sz]ul[ií]n\p{L}{0,3}|warfarin\p{L}{0,2}|stents?|hypo|retinitis|alopecia|l[yi]m(?:ph|f)om\p{L}{0,3}|(?:knee|hip) (?:replacement|operation)|(?:alcohol|drug) test|demen\p{L}{1,4}|opatrovník\p{L}{0,3}|opatrovan\p{L}{1,3}|type [12] diab\p{L}{1,5}|anemi\p{L}{1,3}|žloutenk\p{L}{1,2}|epilepti\p{L}{1,3}|záchvat\p{L}{0,2}|ozařov\p{L}{1,4}|radiother\p{L}{1,4}|dialýz\p{L}{1,2}|hospic\p{L}{0,3}|invalidit\p{L}{1,2}|lupénk\p{L}{1,2}|psoriasis|zelen\p{L}{1,3} zákal\p{L}{0,2}|glaucoma|metast[áa]z?\p{L}{1,3}|pozitivní na|neslyší na|poškozené (?:plíce|ledviny|játra)|blood lead|metadon\p{L}{0,5}|methadone|štítn\p{L}{1,2} žláz\p{L}{1,2}|thyroid|MRSA|prášk\p{L}{1,2} na spaní|sleeping pills|nevidí na|imunosupres\p{L}{1,2}|transplantac\p{L}{1,2}|v \p{L}{3,8}tém měsíci|hepatitid\p{L}{1,3}|diabetik\p{L}{0,3}|chorob\p{L}{1,2}|kolitid\p{L}{1,2}|colitis|čeká (?:dvojčata|miminko|dítě)|expecting (?:twins|a baby)|bore?li[oó]z\p{L}{1,2}|lyme|sebevra[hž]\p{L}{1,4}|suicid\p{L}{1,2}|ekz[eé]m\p{L}{0,2}|eczema|ztrát\p{L}{1,2} sluchu|hearing loss|asperger\p{L}{0,3}|poruch\p{L}{1,2} pozornosti|na (?:kyslíku|vozíku)|wheelchair|on oxygen|alzheimer\p{L}{0,2}|(?:has|má) MS|těžk\p{L}{1,3} alergi\p{L}{1,2}|severe allergy|anaphyla\p{L}{1,4}|herniated|in confidence|dialy\p{L}{2,4}|amputac\p{L}{1,2}|amputation|ZTP|invalidní\p{L}{0,3} důchod\p{L}{0,2}|mozkov\p{L}{1,3} příhod\p{L}{1,3}|pacemaker|kardiostimulátor\p{L}{0,2}|tak(?:es|ing) \p{L}{3,12}(?:ine|pram|olol|pril|statin|mab|cillin|azepam|azole|formin))(?![\p{L}_])/iu,
    search: (lines) =>
      lines
        .split('\n')
        .filter((line) => namesPerson(line) || spoken.test(line) || ailing.test(line)),
    hits: [
      'Plan without Martina in May, she is starting chemo.',
      'Komise bez Aleše (cirhóza, řekl nám to mezi čtyřma očima).',
      'pacient Alžběta Krejčí má diagnózu: karcinom prsu',
      'Tobias Grant is out until June because of HIV; cover the on-call.',
      'Ludmila Bartošová bude doma, lékař potvrdil bipolární poruchu.',
      'Luboš Krejčí pobírá invalidní důchod po cévní mozkové příhodě.',
      'Petr Dvořák je na neschopence kvůli vyhoření.',
      'Why the desk moved: Ivana has MS and cannot do the stairs.',
      'Ann Marlow takes sertraline and naps at two.',
    ],
    clean: ['diagnosis codes are in icd10', 'Breast Cancer Wisconsin is the sample data'],
  },
  {
    id: 'salary',
    name: 'the pay of a person',
    pattern:
      /(?<!\p{L})(?:mzd\p{L}{1,3}|mezd|hrub\p{L}{1,4}|brutto|plat(?:u|em)?|salary|wage|gehalt|lohn|wynagrodz\p{L}{2,4}|pensj\p{L}{1,2}|bonus|odměn\p{L}{1,2}|gross|prémi\p{L}{1,2}|makes|earns|bere|vydělává|zvedli|bumped to|raised to|tarif|monthly|hourly|asked for a raise|raise to|řekl\p{L}{0,2} si o|costs us|severance|odstupn\p{L}{1,3}|day rate|hourly rate|sazb\p{L}{1,2}|exekuc\p{L}{1,2}|hodinovk\p{L}{1,2}|fix (?=\d{2})|vydělal[ai]?|earned (?=[€£$]?\d)|garnish\p{L}{2,6}|counter-?offer|raise \(to|take home|takes home|pay of|day rate|base (?=\d{2,3}(?!\d))|is on (?=[€£$]?\s?\d)|výživn\p{L}{1,3}|platový\p{L}{0,2}|compensation|starts on (?=[€£$]?\d{2,3}[ ,.]?\d{3})|(?:nabídk\p{L}{1,2}|offer)(?=[^\n]{0,40}\d[\d ,.]{3,8} ?(?:Kč|CZK|€|EUR|£))|platov\p{L}{1,3} výměr\p{L}{0,2}|now has (?=\d{2,3}k))(?!\p{L})[^\n]{0,40}?\d|\d[\d ,.]{2,8}(?:\p{L}{2,6} )?(?:a month|per month|an hour|per hour|a day|per day|p\.a\.|per annum|měsíčně|ročně|na hodinu|za hodinu|a year|per year)|\d[\d ,.]{1,8} ?(?:Kč|CZK|€|EUR|£|\$) ?\/ ?h(?:od)?(?!\p{L})|\d{1,2} ?% (?:of revenue|z tržeb)|[$€£]\s?\d[\d,.]{2,9}(?= and \d)|\d{2,3} ?(?:tisíc|tis\.)(?!\p{L})(?! (?:ks|kus|řád|záz|zák|obj|pol|uži|eve|row))|\d[\d .]{3,8} ?Kč \((?:nástup|po zkuš)\p{L}{0,6}|\d[^\n]{0,20}?(?:hrub\p{L}{1,4}|mzd\p{L}{1,3}|brutto|gross)|[$€£]\s?\d[^\n]{0,20}?\s(?:base|ote)(?!\p{L})/iu,
    search: linesOfPersons,
    hits: [
      'Petr Kučera má hrubou mzdu 95 000 Kč',
      'Just so you can plan: Robin makes 68 000 a month and wants more.',
      'Mezi námi, Šimon dostal zimní prémii 120 000',
      'The new librarian, Jitka, starts on 34 500 CZK.',
      'Nabídka pro Jana zní 88 000 Kč',
      'desk heads: Tobias Ackerley $152,000 base against the market',
    ],
    clean: ['salary is the column number 4 of hr_pay', 'bonus of 10 % for all'],
  },
]
