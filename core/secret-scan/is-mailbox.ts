/** What addresses are called that belong to a role, in English and Czech without accents, and those of documentation. */
const roles = new Set(
  (
    'git no reply noreply user you your name someone admin admins me test foo email root ubuntu ec2 debian deploy ' +
    'info support hello contact sales social help helpdesk team security billing office press jobs careers ' +
    'privacy legal marketing alert alerts notify notification notifications ops data bi platform it hr dev devs ' +
    'devops sre noc soc analytics engineering infra oncall on call service services customer customers care desk ' +
    'finance accounting invoice invoices orders order shop returns rights media news newsletter events web ' +
    'webmaster postmaster abuse hostmaster partners suppliers vendors procurement logistics dispatch reception ' +
    'compliance dpo gdpr feedback reports reporting monitoring backup robot bot ci builds release all everyone ' +
    'group public podpora reklamace obchod objednavky objednavka fakturace faktury fakturacni uctarna recepce ' +
    'dispecink redakce tisk kariera prace bezpecnost incidenty zakaznici zakaznicky zakaznicka servis sklad ' +
    'doprava logistika nakup prodej provoz dotazy hlaseni poruchy vedeni spravce sprava kontakt pece prodejna ' +
    'pobocka dozor kvalita pomoc permits permit request requests library settlements settlement fund disputes ' +
    'dispute quality ppap edi open opendata poptavky knihovna ztraty nalezy poradna vyporadani stiznosti archiv ' +
    'studio shipping claims export import admission registry bookings booking reservations franchise faults fault ' +
    'referrals referral imports exports complaints complaint peering tickets vstupenky vyluky odbery oklab podatelna ' +
    'poverenec zavady vyuctovani jidelna druzina skola avizo skody laborator kancelar sluzby podvody fraud ill ' +
    'oznameni udaje osobni fakturace nabor editorial permissions venue parking returns warranty zaruka reservation ahoj ucetni infocentrum ' +
    'dohled inzerce ombudsman predplatne sds podnety akce skoly datacentrum projekty posta epodatelna transfers lost ' +
    'groups cardoffice bounce dary'
  ).split(' '),
)

/** Whether a mail address is a role's, not a person's: each word before its `@` is a role, and there is one. */
export function isMailbox(address: string): boolean {
  const local = address.slice(0, address.indexOf('@')).normalize('NFD').replace(/\p{M}/gu, '')
  const words = local
    .toLowerCase()
    .split(/[.+_-]|\d+/)
    .filter((word) => word !== '')
  return words.length > 0 && words.every((word) => roles.has(word))
}
