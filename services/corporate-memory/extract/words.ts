/** Words that carry no meaning of their own, in English and Czech. */
const stopWords = new Set(
  (
    'a an the and or but if then else so as of in on at by to for from with into over under about than that this these ' +
    'those it its is are was were be been being do does did has have had will would can could should shall may might must ' +
    'you your we our us they them their he she his her i me my one ones each every any some all most more less very just ' +
    'also only there here when where which who whom whose what how why please make sure need needs use uses used using ' +
    'a i o u k s v z na do od po za ve ze se si je jsou být bylo byl byla to ten ta ty tato tento tyto že aby když kde jak ' +
    'pro při nebo ale také jen už který která které co náš naše not never avoid no ne nikdy jenom pouze tj tedy takže ' +
    'isn aren doesn don wasn weren won shouldn mustn i.e e.g ie eg get gets got getting go goes going come comes via through ' +
    'while both above below within nikoli nikoliv tak taky rovněž však až teprve ho jej něj tam'
  ).split(' '),
)

/** Words that mean the same in notes of analysts; each line is one meaning. */
const synonyms = new Map(
  [
    'delete remove drop erase',
    'create make add build generate',
    'fetch download load pull retrieve',
    'save keep persist kept stored',
    'contain include contains includes',
    'show display present',
    'start begin launch run execute',
    'end finish complete stop',
    'error failure fault',
    'fast quick rapid',
    'slow sluggish',
    'big large huge',
    'column field attribute',
    'row record line entry',
    'duplicate repeated double',
    'exclude skip ignore omit',
    'convert cast transform change turn',
    'check verify validate confirm',
    'wrong incorrect bad false',
    'refresh update reload renew',
    'employee staff worker',
    'bill invoice',
    'midnight 00:00',
    'job task run',
    'stay remain',
    'leave left',
    'differ vary',
    'happen occur',
    'need require',
    'only solely',
    'team group',
    'until till',
  ].flatMap((line) => {
    const [first = '', ...others] = line.split(' ')
    return others.map((other) => [stem(other), stem(first)] as const)
  }),
)

/** The words of a text in small letters, without mark-up. */
export function wordsOf(text: string): readonly string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+(?:[._-][\p{L}\p{N}]+)*/gu) ?? []
  )
}

export function isStopWord(word: string): boolean {
  return stopWords.has(word)
}

/** The words that carry meaning, cut to their stems, words of one meaning as one. */
export function stemsOf(text: string): readonly string[] {
  return wordsOf(text)
    .filter((word) => !stopWords.has(word))
    .map((word) => {
      const cut = stem(word)
      return synonyms.get(cut) ?? cut
    })
}

/** Takes endings off, coarsely; what holds a digit or a sign is a name and stays. */
function stem(word: string): string {
  if (word.length < 4 || /[\d._-]/.test(word)) return word
  const cut = word
    .replace(/(?:ations?|ators?|ingly|edly|ments?|ness)$/, '')
    .replace(/(?:ing|ied|ies|ed|es|ly|s)$/, '')
    .replace(/(?:ách|ami|emi|ích|ého|ému|ých|ými|ům|ech|ou|ám|em|ů|é|í|ý|á|y|e|a|u|o)$/, '')
  return (cut.length >= 3 ? cut : word).replace(/(.)\1$/, '$1')
}
