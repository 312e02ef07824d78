import { isStopWord, wordsOf } from '../extract/words.ts'

/** Titles that say of all below them that it is not so, or not to be done. */
const negating =
  /^[^\p{L}\p{N}]*(?:do not|don[’']?ts?|never|avoid\p{L}*|(?:what|things|stuff|how) (?:not to|to avoid|(?:we|you) (?:never|do not|don[’']t))|(?:you )?must(?:n[’']t| not)|not (?:allowed|to do|to be)|forbidden|prohibited|anti-?patterns?|wrong|incorrect|bad|no-?go\p{L}*|obsolete|deprecated|outdated|no longer|not (?:true|valid) anymore|ne|nikdy|nesm\p{L}+|neděl\p{L}+|nepouží\p{L}+|nemaž\p{L}*|nesah\p{L}+|nedáv\p{L}+|nespoušt\p{L}+|co (?:se )?ne\p{L}*|čeho se (?:vyvarovat|vyhnout)|vyhýbat se|zakáz\p{L}+|(?:není|nejsou) (?:povolen\p{L}*|dovolen\p{L}*)|špatn\p{L}+|chybn\p{L}+|zastaral\p{L}+|neplat\p{L}+)(?!\p{L})/iu

/** Words of titles that say nothing of what stands below them. */
const general =
  /^(?:notes?|tips?|remember|remarks?|important|key|facts?|rules?|info\p{L}*|details?|summary|overview|general|misc\p{L}*|other|others|things?|useful|gotchas?|warnings?|attention|caveats?|list|following|examples?|points?|hints?|learn\p{L}*|know|knowledge|basics?|conventions?|guidelines?|quick|common|commands?|features?|components?|files?|works?|workflows?|steps?|plus|good|best|practices?|do|dos|always|poznám\p{L}+|pozor|důležit\p{L}+|pravid\p{L}+|obecn\p{L}+|ostatní|různ\p{L}+|užitečn\p{L}+|příklad\p{L}*|věci|vědět|dobré|shrnutí|přehled|základ\p{L}*|zásad\p{L}*|pamatuj\p{L}*)$/u

/** Titles that name a surrounding, in which alone it is so. */
const surrounding =
  /^[^\p{L}\p{N}]*(?:(?:in|on|for|the|na|v|pro) )*(?:staging|stage|prod|production|sandbox|uat|preprod|produkc\p{L}+|testovac\p{L}+ (?=prost))(?: (?:environment|env|database|db|cluster|server|only|prost\p{L}+|databáz\p{L}+))*[^\p{L}\p{N}]*$/iu

/** Whether what stands below a title is not so, or is not to be done. */
export function isNegating(title: string): boolean {
  return negating.test(title)
}

/** Whether a title names a surrounding, such as a staging environment. */
export function isSurrounding(title: string): boolean {
  return surrounding.test(title)
}

/** Whether a title says more than that something follows. */
export function isTelling(title: string): boolean {
  return wordsOf(title).some((word) => !isStopWord(word) && !general.test(word))
}
