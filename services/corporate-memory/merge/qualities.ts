/** How strictly, how widely and how exactly a text says what it says; by the name of the quality. */
const qualities = {
  must: words('must|have to|has to|required|mandatory', 'musí\\p{L}*|nutno|povinn\\p{L}*'),
  should: words('should|ought|recommended|preferably', 'měl[aoiy]? by|doporuč\\p{L}*|ideálně'),
  may: words('may|might|can|could|optional\\p{L}*|allowed|permitted', 'může\\p{L}*|mohou|smí|lze'),
  some: words(
    'some|several|few|many|certain|most|mostly|majority|sometimes|often|usually|typically|normally|generally|by default|on average|almost|nearly',
    'někter\\p{L}*|občas|někdy|často|většin\\p{L}*|obvykle|běžně|zpravidla|standardně|průměrně|skoro|téměř',
  ),
  all: words('all|every|each|always|everybody', 'vš\\p{L}+|každ\\p{L}*|vždy\\p{L}*|vešker\\p{L}*'),
  any: words('any|either|whichever', 'kterýkoli\\p{L}*|jakýkoli\\p{L}*|libovoln\\p{L}*'),
  only: words('only|just|solely|exclusively|alone', 'jen|jenom|pouze|výhradně|výlučně'),
  'not only': words('not only|not just', 'nejen|nejenom'),
  'not all': words('not (?:all|every|each)', 'ne (?:všechn\\p{L}*|každ\\p{L}*|vždy)'),
  'need not': words("needn[’']?t|need not|(?:do|does) not (?:have|need) to", 'nemus\\p{L}+'),
  approximately: words('about|around|roughly|approximately|circa', 'cca|zhruba|přibližně|asi'),
} as const

export type Quality = keyof typeof qualities

/** How a number is compared, the most exact wording first: `no more than 5` is not `more than 5`. */
const comparisons: readonly (readonly [string, string])[] = [
  [
    'lte',
    'at most|no more than|not more than|maximum|max\\.?|up to|lte|nejvýše?|maximálně|ne více než',
  ],
  [
    'gte',
    'at least|no less than|not less than|no fewer than|minimum|min\\.?|gte|alespoň|aspoň|nejméně|minimálně',
  ],
  [
    'gt',
    'more|greater|higher|larger|longer|older|bigger|over|above|exceed\\p{L}*|beyond|gt|víc|více|větší|vyšší|delší|starší|nad|přes',
  ],
  [
    'lt',
    'less|fewer|lower|smaller|shorter|younger|under|below|lt|méně|míň|menší|nižší|kratší|mladší|pod',
  ],
  ['from', 'from|since|od'],
  ['until', 'until|till|do'],
]
/** What is compared by them is a number that follows, since they have other meanings. */
const NUMBER = ' (?:than |of |než )?(?:\\p{L}{1,5} )?(?=\\d|one|two|three|jed|dva|dvě|tři)'
const compared = comparisons.map(
  ([name, said]) =>
    [
      name,
      new RegExp(`(?<!\\p{L})(?:${said})${!/^.te$/.test(name) ? NUMBER : '(?!\\p{L})'}`, 'gu'),
    ] as const,
)

function words(...said: readonly string[]): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${said.join('|')})(?!\\p{L})`, 'u')
}

/** What of these a text says; `small` is in small letters, its signs put into words. */
export function qualitiesOf(small: string): ReadonlySet<Quality> {
  const found = new Set<Quality>()
  for (const [name, pattern] of Object.entries(qualities)) {
    if (pattern.test(small)) found.add(name as Quality)
  }
  if (found.has('not only')) found.delete('only')
  return found
}

/** How the numbers of a text are compared, in the order of the kinds. */
export function comparisonsOf(small: string): readonly string[] {
  let rest = small
  return compared.flatMap(([name, pattern]) => {
    const found = rest.match(pattern) ?? []
    rest = rest.replace(pattern, ' ')
    return found.map(() => name)
  })
}

/** What a text says of how strictly, widely and exactly. */
interface Qualified {
  readonly qualities: ReadonlySet<Quality>
  readonly comparisons: readonly string[]
}

/** Whether two texts of the same words differ in modality, quantity or comparison. */
export function qualityDiffers(a: Qualified, b: Qualified): boolean {
  const differs = (['should', 'may', 'some', 'any', 'approximately'] as const).some(
    (one) => a.qualities.has(one) !== b.qualities.has(one),
  )
  return differs || a.comparisons.join(' ') !== b.comparisons.join(' ')
}

const scales = [
  ['must', 'should', 'may'],
  ['all', 'some', 'any'],
] as const

/** Whether both of two texts say how strictly, how widely or how a number is compared, and not the same. */
export function otherQuality(a: Qualified, b: Qualified): boolean {
  const apart = scales.some((scale) => {
    const inA = scale.filter((one) => a.qualities.has(one))
    const inB = scale.filter((one) => b.qualities.has(one))
    return inA.length > 0 && inB.length > 0 && inA.every((one) => !b.qualities.has(one))
  })
  const [ours, theirs] = [a.comparisons.join(' '), b.comparisons.join(' ')]
  return apart || (ours !== '' && theirs !== '' && ours !== theirs)
}
