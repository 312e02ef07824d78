/** Who says how it is done here, and who names a number, speaks of the work. */
const rule =
  /(?<!\p{L})(?:we|our|always|never|must|should|may not|only|vždy|nikdy|mus(?:í|íme|ejí)|nesm(?:í|íme|ějí)|nem(?:á|áme|ají) se|jen|pouze|u nás|náš|naš[eí])(?!\p{L})|\d[\d ]{2,}|\d ?(?:%|Kč|EUR|€)/iu

const start = '^[^\\p{L}\\p{N}]*'
const end = '(?!\\p{L})'
const day =
  '(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|pondělí|úterý|střed[ay]|čtvrtk?[au]?|pátk?[ue]?|soboty|neděle'
const place =
  'coffee (?:machine|maker)|printer|elevator|fridge|kitchen|air[ -]?con\\p{L}*|open ?space|canteen|kávovar|tiskárna|výtah|lednice|kuchyňka|klimatizace|jídelna'
/** What nobody does for work; other errands are left to those who read them. */
const errand = [
  'call|phone|ring|visit|book|see) (?:(?:the|my|a) (?:dentist|plumber|hairdresser|landlord|babysitter)|my (?:doctor|vet)|(?:my )?(?:mum|mom|dad|wife|husband))',
  'pick up|drop off) (?:(?:the|my) )?(?:kids?|children|son|daughter|laundry|dog)',
  'return|renew) (?:the|my) (?:library book|library card|parking card|passport)',
  'vyzvednout|odvézt|odvést|přivézt) (?:děti|dceru|syna|psa|prádlo)',
  'vrátit|půjčit) (?:knih[uy]|knížk[uy])',
  'objednat se|zajít|jít) (?:k|ke) (?:zubař|doktor|holič|kadeřni)\\p{L}*',
].map((one) => `(?:${one}`)

const talk = [
  // A laugh, a yes, an opinion of the moment.
  `${start}(?:ha){2,}${end}`,
  `${start}(?:(?:he){2,}|yep|yeah|yup|nope|cool|exactly|sounds good|same here|me too|fair enough|no worries|well done|jo|jasně|přesně|super|paráda|hezky|asi jo|tak jo|tak zase nic|no nic|kdo ví|hele)(?=[.!]|$|, (?:\\S+ ?){1,4}$)`,
  `${start}random (?:thoughts|notes|ideas|stuff)${end}`,
  `${start}(?:notes|thoughts|ideas|zápisky|poznámky|myšlenky|nápady) (?:from|of|z|ze) (?:last )?(?:${day})\\W*$`,
  // What the writer will do, feels or waits for.
  `${start}i(?:[’']ll| will| guess| hope| wonder| have (?:a|the) feeling)${end}`,
  `${start}let me (?:know|think|see|check)${end}`,
  `${start}(?:uvidíme|mám pocit|mám dojem|nevím|netuším|zkusím|mrknu|podívám se|ozvu se|zeptám se)${end}`,
  `(?<!\\p{L})(?:se mi (?:ne)?líb\\p{L}+|(?:padá|nejde|vadí|zamrzá) mi|ještě se zeptám|pište (?:mi )?na chat|(?:jsem|budu|dělám) (?:\\p{L}+ )?(?:na home ?office|z domova))${end}`,
  // The office, and what is done after work.
  `${start}(?:(?:the|this|that|ten|ta|to) )?(?:\\p{L}+ )?(?:${place})(?: (?:on|in|at|of|v|ve|na) [^,;:.]{1,30})? (?:is|was|does|doesn[’']t|je|byla?|nejde|nefunguje)${end}[^,;:.]{0,10}(?:broken|noisy|loud|out of order|not work|hrozně|strašně|rozbit\\p{L}+|hlučn\\p{L}+)${end}`,
  `${start}my (?:(?:parking|library)(?: (?:card|space|spot))?|car|bike|badge|passport|rent|glasses|mum|mom|dad) (?:is|was|has|had|will|expires?|broke|needs?|got|came|said)${end}`,
  `${start}(?:(?:remember|don[’']t forget|need) to |(?:nezapomenout|nezapomeň|musím|ještě) )?(?:${errand.join('|')})${end}`,
].map((pattern) => new RegExp(pattern, 'iu'))

/** Whether a line is said in passing, of the writer's own day: a mood, an errand, the coffee machine. */
export function isSmallTalk(text: string): boolean {
  return !rule.test(text) && talk.some((pattern) => pattern.test(text))
}
